"""The encrypted store: cases, answers and who did what, in one SQLCipher file. It speaks cases, never rows."""
