"""Records that leave the desk: which were made of a case, and what became of each."""
