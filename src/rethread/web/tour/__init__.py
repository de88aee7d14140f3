"""The tour of a demo: stops that a visitor operates, each a live proof computed from the market."""
