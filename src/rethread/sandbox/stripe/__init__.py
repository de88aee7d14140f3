"""A local, persistent, Stripe-compatible provider: what runs where no Stripe account is given.

It speaks the documented protocol and refuses what it does not implement, aloud; it never moves
money.
"""
