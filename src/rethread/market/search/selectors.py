"""Reads of search that are not searches. Listings are read from the catalogue, not from here."""
