"""Records that come back: read from whoever wrote them, and held against paper and desk."""
