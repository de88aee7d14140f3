"""Catalogue: what is for sale, in the words of fashion, and the life cycle of a listing."""
