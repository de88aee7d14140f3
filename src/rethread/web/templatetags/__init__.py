"""Template tags of the site: markup that every page shares, no database and no rules."""
