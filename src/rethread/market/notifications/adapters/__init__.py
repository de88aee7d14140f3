"""Who carries letters and pushes out of the house."""
