"""What the store takes and gives, free of any row: frozen, times aware and in UTC, `actor` the id of a staff member."""
