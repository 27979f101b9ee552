"""The audit chain: written, checked, and read again."""
