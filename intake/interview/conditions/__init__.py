"""The condition language: read once, evaluated to true, false or open, explained and checked. Source: interview.md 2.

`grammar` reads the text, `nodes` know the truth of each part, `condition` is what the rest of the program holds.
"""
