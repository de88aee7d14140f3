"""Payments: charging buyers, holding, refunding and paying sellers through one provider."""
