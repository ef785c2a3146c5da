"""The command line: as a person and as a script use it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from sync.server.cli import main

PASSWORD = "a long password"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SHOUWEN_PASSWORD", PASSWORD)
    monkeypatch.setenv("SHOUWEN_DATA", str(tmp_path))
    return f"sqlite:///{tmp_path / 'server.sqlite3'}"


@pytest.fixture
def running(database: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A served centre in a process of its own."""
    command = [sys.executable, "-m", "sync.server.cli", "serve", "--database", database, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())["listening"]
        finally:
            process.kill()


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_new_centre_is_built_given_a_person_and_found_well(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--json"]) == 0
    assert _lines(capsys)[0]["ok"] is True
    assert main(["doctor", "--json"]) == 1
    assert [one["check"] for one in _lines(capsys) if not one["ok"]] == ["帐号"]
    add = ["user", "add", "A1027", "--name", "李雷", "--extension", "8001", "--queue", "claims", "--json"]
    assert main([*add, "--database", database]) == 0
    assert main(["user", "list", "--json"]) == 0
    assert [one["queues"] for one in _lines(capsys)] == [["claims"], ["claims"]]
    assert main(["duplicates", "--json"]) == 0
    assert _lines(capsys) == [{"customers": 0, "found": 0}]
    assert main(["doctor"]) == 0
    assert "完好" in capsys.readouterr().out
    assert main(add) == 1
    assert "已经有人使用" in capsys.readouterr().err


def test_a_new_password_needs_a_person(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert main(["user", "set-password", "A9"]) == 1
    assert "没有工号 A9" in capsys.readouterr().err


def test_wrong_usage_is_exit_code_2(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--database", "nonsense"]) == 2
    assert main(["init", "--database", "sqlite://"]) == 2
    with pytest.raises(SystemExit) as caught:
        main(["fly"])
    assert caught.value.code == 2


def test_a_database_of_nobody_is_exit_code_1(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--database", f"sqlite:///{tmp_path / 'missing' / 'x.sqlite3'}"]) == 1
    assert "数据库不可用" in capsys.readouterr().err


def test_numbers_are_read_and_one_that_is_none_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["number", "parse", "--json", "013800138000"]) == 0
    assert _lines(capsys)[0]["e164"] == "+8613800138000"
    assert main(["number", "parse", "13800138000", "12"]) == 1


def test_a_local_number_takes_the_area_code_of_the_branch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["number", "parse", "--area", "010", "88886666"]) == 0
    assert _lines(capsys)[0]["e164"] == "+861088886666"
    assert main(["number", "parse", "88886666"]) == 1
    assert "缺少区号" in _lines(capsys)[0]["reason"]
    assert main(["number", "parse", "--area", "x", "88886666"]) == 2
    assert "区号不对" in capsys.readouterr().err


def test_a_number_in_another_encoding_is_none_and_no_traceback() -> None:
    command = [sys.executable, "-m", "sync.server.cli", "number", "parse", b"\xff13800138000"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    line = json.loads(done.stdout)
    assert (line["kind"], line["input"]) == ("invalid", "\ufffd13800138000")


def test_each_number_is_one_json_line_whether_json_was_asked_for_or_not(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = ["0755-88886666转602", "95518", "anonymous", "1380013800"]
    assert main(["number", "parse", *numbers]) == 1
    lines = _lines(capsys)
    assert [line["input"] for line in lines] == numbers
    assert all(list(line) == ["input", "kind", "e164", "extension", "region", "service", "reason"] for line in lines)
    landline, service, withheld, short = lines
    assert (landline["e164"], landline["extension"]) == ("+8675588886666", "602")
    assert (landline["region"], landline["service"], landline["reason"]) == ("广东省深圳市", False, "")
    assert (service["kind"], service["service"], service["e164"]) == ("service", True, None)
    assert (withheld["kind"], short["kind"]) == ("withheld", "invalid")
    assert withheld["reason"]
    assert short["reason"]


def test_a_captured_stream_is_read_as_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cti", "read", str(tmp_path / "nothing.txt")]) == 1


def test_a_served_centre_answers_and_stops_at_once_when_told(running: tuple[subprocess.Popen[str], int]) -> None:
    process, port = running
    assert httpx.get(f"http://127.0.0.1:{port}/v1/health").json()["ok"] is True
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert time.monotonic() - began < 3


def test_a_served_centre_stops_at_once_with_desks_listening(running: tuple[subprocess.Popen[str], int]) -> None:
    process, port = running
    assert main(["user", "add", "A1", "--name", "李雷"]) == 0
    body = {"agent_id": "A1", "password": PASSWORD, "device": "pc-1"}
    token = httpx.post(f"http://127.0.0.1:{port}/v1/sign-in", json=body).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    with connect(f"ws://127.0.0.1:{port}/v1/live", additional_headers=headers) as socket:
        assert "hello" in str(socket.recv(timeout=10))
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 3


def test_a_port_that_is_taken_is_told_in_words(running: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    _, port = running
    command = [sys.executable, "-m", "sync.server.cli", "serve", "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=os.environ, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_an_exchange_address_that_is_none_is_told_in_words(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--exchange", "http://pbx"]) == 2
    assert "ami://" in capsys.readouterr().err
