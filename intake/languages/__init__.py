"""What speaks a language: catalogs, names of countries and languages, dates, and the direction of a piece of text."""
