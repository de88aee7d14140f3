"""The vault: a person's pseudonym for events and the lake, and how to forget it. Public face:
`rethread.platform.vault.services`."""
