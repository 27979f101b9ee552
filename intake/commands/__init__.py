"""The commands of the command line, one a file. Each reads, prints and returns its exit code."""
