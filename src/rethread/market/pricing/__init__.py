"""Pricing: the fee schedule and what delivery costs; knows no listing and no order."""
