"""Events: envelope, contract registry, outbox, bus and ingestion; knows contracts, not products."""
