"""Pure rules of trust: what screening looks for, what decisions there are, how they move."""
