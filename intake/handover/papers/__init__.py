"""The papers beside the record: what is signed, what the person takes along, what works without a computer."""
