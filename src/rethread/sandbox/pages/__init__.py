"""The hosted pages: paying a Checkout Session, onboarding a seller. Server-rendered, no JavaScript.

They show and ask; every decision is the provider core's.
"""
