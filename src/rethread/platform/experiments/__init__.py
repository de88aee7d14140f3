"""Experiments at run time: who sees which variant, and the note that they saw it."""
