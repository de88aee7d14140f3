"""The ledger: accounts, journals and transfers. It knows no shop words and talks to nobody."""
