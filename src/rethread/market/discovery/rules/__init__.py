"""Pure rules of the feed: facts of garments, features, scores, candidates, order, reasons."""
