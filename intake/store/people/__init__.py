"""The people of a store: their roles, what each role may do, and what refuses when it may not."""
