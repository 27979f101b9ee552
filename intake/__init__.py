"""First interview at a central contact point for refugees: guided, encrypted, handed over with consent."""

__version__ = "0.1.0"
