"""A capture served as an exchange, and a capture read as a file."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.server.cti.ami import AmiParser, Message
from sync.server.cti.read import read_file, read_messages
from sync.server.cti.replay import Replayer, main
from tests.sync.server.cti.wire import DEMO, run

LOGIN = b"Action: Login\r\nActionID: mine-7\r\nUsername: cti\r\nSecret: x\r\n\r\n"


class Client:
    """A manager client that says and hears bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._parser = AmiParser()
        self._heard: list[Message] = []

    @classmethod
    async def of(cls, replayer: Replayer) -> Client:
        return cls(*await asyncio.open_connection("127.0.0.1", replayer.port))

    def say(self, packet: bytes) -> None:
        self._writer.write(packet)

    async def hear(self, is_last: Callable[[Message], bool]) -> list[Message]:
        while not any(is_last(message) for message in self._heard):
            chunk = await self._reader.read(65536)
            if not chunk:
                break
            self._heard += self._parser.feed(chunk)
        return self._heard

    @property
    def banner(self) -> str | None:
        return self._parser.banner

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


def is_goodbye(message: Message) -> bool:
    return message["Response"] == "Goodbye"


def test_a_client_gets_its_own_answers_and_the_captured_messages_between_them() -> None:
    async def scenario() -> None:
        async with Replayer(DEMO / "answered.txt", speed=None) as replayer:
            client = await Client.of(replayer)
            client.say(LOGIN)
            await replayer.finished()
            client.say(b"Action: Ping\r\nActionID: p\r\n\r\nAction: Logoff\r\nActionID: bye\r\n\r\n")
            heard = await client.hear(is_goodbye)
            await client.close()
        captured = list(read_messages(DEMO / "answered.txt"))[1:-1]
        assert client.banner == "Asterisk Call Manager/13.0.0"
        assert (heard[0]["Response"], heard[0]["ActionID"]) == ("Success", "mine-7")
        assert [message.pairs() for message in heard[1:-2]] == [message.pairs() for message in captured]
        assert (heard[-2]["Ping"], heard[-2]["ActionID"]) == ("Pong", "p")
        assert heard[-1]["ActionID"] == "bye"
        assert replayer.actions == ["Login", "Ping", "Logoff"]

    run(scenario)


def test_nothing_is_played_before_it_may_go() -> None:
    async def scenario() -> None:
        async with Replayer(DEMO / "abandoned.txt", speed=None, hold=True) as replayer:
            client = await Client.of(replayer)
            client.say(LOGIN + b"Action: Ping\r\nActionID: p\r\n\r\n")
            heard = await client.hear(lambda message: message["Ping"] == "Pong")
            assert [message["ActionID"] for message in heard] == ["mine-7", "p"]
            replayer.go()
            heard = await client.hear(lambda message: message.event == "QueueCallerAbandon")
            assert "QueueCallerJoin" in [message.event for message in heard]
            await client.close()

    run(scenario)


def test_nothing_is_played_to_a_client_that_is_refused() -> None:
    async def scenario() -> None:
        async with Replayer(DEMO / "abandoned.txt", speed=None, secret="other") as replayer:
            client = await Client.of(replayer)
            client.say(LOGIN)
            heard = await client.hear(is_goodbye)
            await client.close()
        assert [message["Response"] for message in heard] == ["Error"]

    run(scenario)


def test_the_pace_is_the_captured_one_divided_by_the_speed() -> None:
    async def scenario() -> None:
        async with Replayer(DEMO / "answered.txt", speed=10.0) as replayer:
            pauses = [pause_s for pause_s, _ in replayer._paced()]
        assert sum(pauses) == pytest.approx((1795514329.028779 - 1795514318.912501) / 10, abs=0.001)
        assert max(pauses) < 0.6
        assert min(pauses) == 0.0

    run(scenario)


def test_two_clients_each_get_the_whole_capture() -> None:
    async def scenario() -> None:
        async with Replayer(DEMO / "outbound.txt", speed=None) as replayer:
            clients = [await Client.of(replayer), await Client.of(replayer)]
            for client in clients:
                client.say(LOGIN)
            counts = []
            for client in clients:
                counts.append(len(await client.hear(lambda m: m["Uniqueid"].endswith(".25") and m.event == "Hangup")))
                await client.close()
        assert counts[0] == counts[1] > 30

    run(scenario)


def test_a_file_is_read_as_one_json_object_a_line_with_every_name() -> None:
    out = io.StringIO()
    assert read_file(DEMO / "abandoned.txt", out) == 0
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    last = lines[-1]
    assert [line["kind"] for line in lines] == ["arrived", "ivr", "ivr", "ivr", "queued", "abandoned"]
    assert last["at"] == "2026-11-24T09:59:02.638668Z"
    assert last["call_id"] == "pbx1:1795514336.4"
    assert (last["ani_raw"], last["ani"], last["ani_kind"]) == ("01088886666", "+861088886666", "person")
    assert (last["dnis"], last["queue"], last["by"], last["wait_s"]) == ("95500", "renewal", "customer", 4.001)
    assert last["ivr_path"][0] == {"node": "2", "label": "claims"}
    assert all({"agent_id", "extension", "ivr_path", "ring_s", "talk_s", "direction"} <= set(line) for line in lines)
    assert lines[0]["agent_id"] is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "没有可识别"),
        (b"hello\n" * 100, "没有可识别"),
        (b"Asterisk Call Manager/1.1\r\nEvent: Join\r\nQueue: a\r\n\r\n", "Asterisk 12"),
        (None, "无法读取"),
    ],
)
def test_a_file_that_is_no_exchange_stream_is_refused_with_the_reason(
    content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stream.txt"
    if content is not None:
        path.write_bytes(content)
    assert read_file(path, io.StringIO()) == 1
    assert said in capsys.readouterr().err


def test_the_command_tells_its_port_first_and_then_serves() -> None:
    command = [
        sys.executable,
        "-m",
        "sync.server.cti.replay",
        str(DEMO / "outbound.txt"),
        "--port",
        "0",
        "--speed",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(LOGIN)
            heard = b""
            while b"Event: OriginateResponse" not in heard:
                heard += client.recv(65536)
        process.terminate()
    assert heard.startswith(b"Asterisk Call Manager/13.0.0\r\n")


def test_the_command_refuses_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.txt"), "--port", "0"]) == 1
    assert capsys.readouterr().err
