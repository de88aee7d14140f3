"""What the market learns about itself; knows contracts, never the tables of the market."""
