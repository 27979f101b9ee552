"""What is asked, when, and what counts as an answer. Pure: standard library only, no clock, no language."""
