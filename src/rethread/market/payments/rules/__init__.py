"""Pure rules of payments: what may follow what, when to try again, which accounts money moves
between. No database, no clock."""
