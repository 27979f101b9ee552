"""What one office may see of a case: consents, ceilings of each kind of office, filters, the projection."""
