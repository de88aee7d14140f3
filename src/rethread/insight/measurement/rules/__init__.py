"""Pure rules of measurement: what an address says, which channel it is, what a spend file says."""
