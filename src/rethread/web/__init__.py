"""Server-rendered pages by journey; composes domains and holds no rules of its own."""
