"""The record of one office, made from a projection: its parts, its words, its order."""
