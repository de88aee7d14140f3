"""Local stand-ins that speak the real protocol: a Stripe-compatible provider and a carrier.

They import nothing of the marketplace; no money moves in them.
"""
