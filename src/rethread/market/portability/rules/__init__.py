"""Pure rules of portability: the archive's format, how one is read, and how a table is."""
