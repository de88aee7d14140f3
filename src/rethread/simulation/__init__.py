"""A synthetic population that uses the real services; the only place that knows the truth about it."""
