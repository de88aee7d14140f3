"""The lake: events landed in Delta tables, and the warehouse that is built and served from them."""
