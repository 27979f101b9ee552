"""Widgets take data in and post one message out; they know no store and no next question."""
