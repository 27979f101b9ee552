"""Who leads which interview: one person in one program at a time, and handed from one to the next."""
