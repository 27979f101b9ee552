"""The arguments of each command. A module here is imported when its command was typed; it imports no engine."""
