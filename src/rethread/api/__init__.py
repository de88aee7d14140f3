"""JSON API v1, one module per resource; holds no rules of its own."""
