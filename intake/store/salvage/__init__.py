"""What can still be read of a damaged store: pages, rows, and the new store that comes of them."""
