"""The outside: one adapter, Stripe's, through the official SDK."""
