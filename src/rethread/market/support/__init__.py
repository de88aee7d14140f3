"""Help in place: answers from what the market knows, else a case between two people and staff."""
