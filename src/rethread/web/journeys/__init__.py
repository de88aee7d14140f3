"""The pages, one module per journey: parse the request, call services, render."""
