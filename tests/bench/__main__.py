"""``python packaging/dev.py bench NAME|all``: run measurements."""

from __future__ import annotations

import argparse
import importlib
import sys

BENCHES = ("pop", "search", "start", "importing")


def main(argv: list[str]) -> int:
    """Run one bench, or all. Every line of output is JSON; progress goes to stderr."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("name", choices=(*BENCHES, "all"))
    parser.add_argument("--json", action="store_true", help="JSON lines (always so)")
    parser.add_argument("--customers", type=int, nargs="+", help="how many customers in the store")
    parser.add_argument("--calls", type=int, default=500, help="how many calls")
    options = parser.parse_args(argv)
    for name in BENCHES if options.name == "all" else (options.name,):
        importlib.import_module(f"tests.bench.{name}").run(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
