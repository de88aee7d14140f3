"""Pure rules: expected bands, lineage, and which signs belong to one fault."""
