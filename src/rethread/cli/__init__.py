"""The `rethread` command."""
