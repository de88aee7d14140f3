"""Pure rules of notifications: which kinds there are, and when a letter is due."""
