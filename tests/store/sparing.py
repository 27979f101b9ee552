"""What the store does not do in tests: lock each piece of memory that SQLCipher takes, a third of what a save costs."""

from __future__ import annotations

from intake.store import connection

AS_THE_PROGRAM_ASKS = connection.BEFORE_THE_KEY


def spare() -> None:
    """From now on, for all stores of this process; the programs that tests start lock their memory as ever."""
    vars(connection)["BEFORE_THE_KEY"] = tuple(
        pragma.replace("cipher_memory_security = ON", "cipher_memory_security = OFF") for pragma in AS_THE_PROGRAM_ASKS
    )
