"""Trust: notices, screening, decisions with their reasons, and appeals."""
