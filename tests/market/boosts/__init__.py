"""Tests of boosts."""
