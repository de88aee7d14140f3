"""A synthetic population that uses the real services; the truth about it is known only here."""
