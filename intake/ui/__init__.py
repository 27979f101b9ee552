"""The terminal interface: screens and widgets on Textual. No rule about people lives here."""
