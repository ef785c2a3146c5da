"""Exchanges: their addresses, and one that rings through to a desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InvalidFieldError
from sync.server.exchanges import ExchangeAddress, read_address


def test_an_address_names_user_secret_host_port_and_exchange() -> None:
    assert read_address("ami://shouwen:s%40crt@10.0.0.5:5039/pbx1") == ExchangeAddress(
        name="pbx1", host="10.0.0.5", port=5039, user="shouwen", secret="s@crt"
    )
    assert read_address("ami://u:s@pbx/a").port == 5038


def test_a_secret_can_come_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PBX_SECRET", "from env")
    assert read_address("ami://u:env:PBX_SECRET@pbx/a").secret == "from env"
    kept = tmp_path / "secret"
    kept.write_text("from file\n", encoding="utf-8")
    assert read_address(f"ami://u:file:{str(kept).replace('/', '%2F')}@pbx/a").secret == "from file"


@pytest.mark.parametrize(
    "text",
    ["", "ami://pbx/a", "http://u:s@pbx/a", "ami://u:s@pbx", "ami://u:s@pbx:port/a", "ami://u:env:NOT_SET@pbx/a"],
)
def test_an_address_that_is_none_is_refused_without_telling_the_secret(text: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_address(text)
    assert "u:s" not in str(caught.value)


def test_an_address_can_be_printed_without_its_secret() -> None:
    assert "s3cret" not in repr(read_address("ami://u:s3cret@pbx/a"))
