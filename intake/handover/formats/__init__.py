"""The files of a record: paper, text, JSON, CSV, and what a reader needs to check them."""
