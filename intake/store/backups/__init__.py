"""Checked copies of a store, in a second place too, and how one comes back. What was erased stays erased."""
