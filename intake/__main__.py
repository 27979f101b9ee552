"""`python -m intake`."""

import sys
from pathlib import Path

# Python looks for modules where it was started first, and that may be a folder that others can write to.
if not sys.flags.safe_path and Path(sys.path[0]).resolve() != Path(__file__).resolve().parents[1]:
    del sys.path[0]

from intake.cli import main

sys.exit(main())
