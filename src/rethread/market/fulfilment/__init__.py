"""Fulfilment: parcels, labels, and what the carrier's scanners saw of them."""
