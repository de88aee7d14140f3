"""A local carrier: labels, hand-over, scans on the virtual clock.

It stands in for a parcel company's API and knows nothing of orders.
"""
