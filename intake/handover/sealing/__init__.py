"""Files that only their receiver opens: sealed for the keys of an office, or behind a phrase that is made once."""
