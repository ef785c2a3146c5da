"""One door for developers and CI: sets the workplace up, then runs what was asked.

    python packaging/dev.py demo [--headless --out DIR]   start a server and a desk, let the phone ring
    python packaging/dev.py test [PYTEST ARGS]            what CI runs
    python packaging/dev.py bench NAME|all [--json]       measurements, one JSON object a line
    python packaging/dev.py shot DIR                      every screen as PNG
    python packaging/dev.py run -- COMMAND …              anything, inside the environment
    python packaging/dev.py lock                          pin packaging/requirements.in again

Needs Python 3.11 or newer and nothing else. Linux, macOS, Windows.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = VENV / "shouwen.stamp"

# What Qt's offscreen and xcb platforms link against on a bare Debian (proved in an empty minbase), and a font.
DEBIAN_PACKAGES = (
    "libegl1", "libgl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3", "libglib2.0-0",
    "xvfb", "xauth", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1",
    "libxkbcommon-x11-0", "fonts-noto-cjk",
)  # fmt: skip


def main(argv: list[str]) -> int:
    """Set up what is missing, run one command, return its exit code (2: wrong usage)."""
    commands = {"demo": demo, "test": test, "bench": bench, "shot": shot, "run": run, "lock": lock}
    if sys.version_info < (3, 11):
        return _fail("首问 needs Python 3.11 or newer; this is " + sys.version.split()[0])
    if not argv or argv[0] not in commands:
        print(__doc__)
        return 0 if argv and argv[0] in {"-h", "--help"} else 2
    set_up()
    return commands[argv[0]](argv[1:])


def set_up() -> None:
    """Make .venv from the lock and see that Qt has its system libraries; quick when nothing changed."""
    _system_packages()
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    wanted = f"{digest.hexdigest()} {sys.version}"
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    _say("setting up .venv from packaging/requirements.lock (once; about a minute) …")
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
    STAMP.write_text(wanted, encoding="utf-8")


def demo(args: list[str]) -> int:
    """The story of the pictures: a server, a replayed exchange, a desk, a call."""
    return _python("-m", "resources.demo.run", *args, env=_screen_env("--headless" in args))


def test(args: list[str]) -> int:
    """Everything CI checks: format, lint, types, walls, tests. With arguments: only pytest, with them."""
    env = _screen_env(headless=True)
    if args:
        return _python("-m", "pytest", *args, env=env)
    steps = (
        ("ruff format --check", ["-m", "ruff", "format", "--check", "."]),
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("mypy --strict app sync", ["-m", "mypy"]),
        ("lint-imports", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("pytest", ["-m", "pytest", "-n", "auto"]),
    )
    for name, command in steps:
        _say(name)
        if code := _python(*command, env=env):
            return _fail(f"{name} failed ({code})") and code
    return 0


def bench(args: list[str]) -> int:
    """Measurements beside their physical limits."""
    return _python("-m", "tests.bench", *args, env=_screen_env(headless=True))


def shot(args: list[str]) -> int:
    """Every screen, both themes, sizes and scales, as PNG."""
    return _python("-m", "ui.shot", *args, env=_screen_env(headless=True))


def run(args: list[str]) -> int:
    """Any command inside the environment."""
    args = args[1:] if args[:1] == ["--"] else args
    if not args:
        return _fail("dev.py run -- COMMAND …: the command is missing") or 2
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    return subprocess.run(args, cwd=ROOT, env=env, check=False).returncode


def lock(_args: list[str]) -> int:
    """Pin requirements.in for every platform, with hashes and without addresses."""
    return _python(
        "-m", "uv", "pip", "compile", "packaging/requirements.in", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet",
        "-o", "packaging/requirements.lock",
    )  # fmt: skip


def _python(*args: str, env: dict[str, str] | None = None) -> int:
    return subprocess.run([str(PYTHON), *args], cwd=ROOT, env=env, check=False).returncode


def _screen_env(headless: bool) -> dict[str, str]:
    """Qt draws offscreen when asked to, or when a Linux machine has no screen."""
    env = dict(os.environ, PYTHONUTF8="1")
    screenless = sys.platform == "linux" and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
    if headless or screenless:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env


def _system_packages() -> None:
    """On Debian as root install what Qt links against; elsewhere on Linux print the command that does."""
    if sys.platform != "linux" or not shutil.which("dpkg-query"):
        return
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *DEBIAN_PACKAGES]
    listed = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    there = {line.split()[0] for line in listed.splitlines() if line.endswith(" installed")}
    missing = [name for name in DEBIAN_PACKAGES if name not in there]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        _say("Qt needs a few system libraries; run once:  sudo " + " ".join(install))
        return
    _say("installing system libraries: " + " ".join(missing))
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], install):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            _say(done.stderr.strip() or done.stdout.strip())
            raise SystemExit(_fail(f"{' '.join(command)} failed; install these by hand and run again"))


def _say(text: str) -> None:
    print(f"[dev] {text}", file=sys.stderr, flush=True)


def _fail(text: str) -> int:
    _say(text)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
