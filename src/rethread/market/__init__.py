"""The marketplace: each sub-package is one domain, entered by its services and selectors."""
