"""What leaves the desk: consent, the projection for one recipient, and its forms on paper and as data."""
