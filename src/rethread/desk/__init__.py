"""The staff console; composes domains and audits whatever staff do."""
