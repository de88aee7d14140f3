"""Template tags of the desk: codes in words, no database and no rules."""
