"""Keeps the memory of the program out of files and away from other programs of the same user, as far as systems can.

Linux: no core dump, also where a service collects them, and no debugger of the same user (a dump is refused by
PR_SET_DUMPABLE, which the limit alone does not do for collectors). macOS: no core dump. Windows: no error dialog that
sends a dump. Nothing here stops an administrator, or hibernation: the disk of the computer has to be encrypted.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4  # linux/prctl.h
_NO_ERROR_DIALOGS = 0x0001 | 0x0002 | 0x8000  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX


def forbid_core_dumps() -> None:
    """From now on this program leaves no dump. Takes 4 ms, most of it for loading ctypes; a refusal is no error."""
    import ctypes  # not before the command line was looked at

    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_ERROR_DIALOGS)
        return
    import resource  # not on Windows

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
