"""The figures of a site as files: CSV, PDF, text, a chart for the terminal."""
