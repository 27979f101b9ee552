"""What is typed where the printed recovery key lets somebody in: the key, who that is, and their new passphrase."""

from __future__ import annotations

from intake.commands.asking import ask_line, ask_secret
from intake.commands.backup import texts
from intake.commands.parsers.common import Say
from intake.errors import InputError
from intake.interview.values import Problem
from intake.store.backups.unlocking import NewLogin
from intake.store.keys.recovery_key import read_recovery_key
from intake.store.keys.slots import Kdf
from intake.store.keys.unlocking import passphrase_problem


def new_login(name: str, say: Say, kdf: Kdf) -> NewLogin:
    """The recovery key, and who gets which new passphrase. Raises InputError before anything is tried."""
    key = ask_secret(say("Recovery key, as it is printed (it is not shown): "))
    read = read_recovery_key(key)
    problem = read if isinstance(read, Problem) else None
    if problem is None:
        name = name or ask_line(say("Name of the administrator who gets a new passphrase: "))
        new = ask_secret(say("New passphrase: "))
        problem = passphrase_problem(new)
    if problem is not None:
        raise InputError(problem.message, "Nothing was changed. Type the command again.", **texts(problem.params))
    if ask_secret(say("The same again: ")) != new:
        raise InputError("The two passphrases differ.", "Nothing was changed. Type the command again.")
    return NewLogin(key, name, new, kdf)
