"""The audit trail: what staff and processes did, to what, and why. Public face:
`rethread.platform.audit.services`."""
