"""The demo: a server, an exchange that replays a real call, a desk with 5,000 invented customers.

``--headless --out DIR`` drives the same program through real Qt events without a screen: pictures and ``report.json``
land in DIR, exit code 0 only if the ticket reached the server and a second desk.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from resources.demo import vault


def main(argv: list[str] | None = None) -> int:
    """Run it. Exit codes: 0 done, 1 something did not work (the report says what), 2 wrong usage."""
    options = _options(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server it started must not outlive it
    with tempfile.TemporaryDirectory(prefix="shouwen-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ.update(vault.environment(folder / "vault.json"))
        if options.headless:
            from resources.demo.journey import travel

            return travel(folder, options.out, customers=options.customers)
        from resources.demo.live import show

        return show(folder, customers=options.customers, theme=options.theme)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py demo", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="no screen: drive it and leave pictures and a report")
    parser.add_argument("--out", type=Path, help="where pictures and report.json go (with --headless)")
    parser.add_argument("--customers", type=int, default=5_000, help="how many invented customers")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    options = parser.parse_args(argv)
    if options.headless and options.out is None:
        parser.error("--headless needs --out DIR")
    return options


if __name__ == "__main__":
    sys.exit(main())
