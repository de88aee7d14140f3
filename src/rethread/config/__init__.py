"""Reads the environment once, maps URLs and wires ports to their implementations."""
