"""Tells people what happened: on their activity page and by e-mail, as they wish, never twice."""
