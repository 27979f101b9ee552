#!/usr/bin/env python
"""Measures the program against the budgets of its design and prints one table.

    python bench/run.py [--quick] [NAME ...]

Each figure stands beside the same for a bare app or a bare library, measured in turn with it. Compare ratios: on a
machine that others use too, milliseconds drift by a third within minutes.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

MEASUREMENTS = {
    "imports": "importcost",
    "start": "firstpaint",
    "key": "keylatency",
    "next": "next_question",
    "switch": "switching",
    "rtl": "turned_lines",
    "assess": "assessing",
    "pdf": "paper",
    "memory": "memory",
    "desk": "many_cases",
    "several": "several_programs",
}
"""The names on the command line, and the module that measures each: imported only when asked for."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few runs: enough to see that nothing is far off")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    args = parser.parse_args()
    if unknown := set(args.names) - MEASUREMENTS.keys():
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # this checkout, installed or not
    from bench.effort import FULL, QUICK
    from bench.figures import Figure, table
    from bench.program import compile_first

    compile_first()
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"Python {platform.python_version()}, {platform.system()}, {load}", flush=True)
    figures: list[Figure] = []
    for name in args.names or MEASUREMENTS:
        print(f"... {name}", file=sys.stderr, flush=True)
        found = importlib.import_module(f"bench.{MEASUREMENTS[name]}").measure(QUICK if args.quick else FULL)
        figures += found
    print(table(figures))


if __name__ == "__main__":
    main()
