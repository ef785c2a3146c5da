"""Who may have what shown, and why not, in words that say what to do."""

from __future__ import annotations

import pytest

from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.policy import NO_POLICY
from app.privacy.reveal import MOST_NOTE, dialled, spaced, value_at, why_not

SHIPPED = load_pack(PACKS / "insurance").privacy
PHONE = ("contact_point", "e164")
IDENTITY = ("customer", "id_number")


def _why_not(role: str, field: tuple[str, str], reason: str = "call_back", note: str = "", online: bool = True) -> str:
    return why_not(SHIPPED, role, *field, reason=reason, note=note, online=online) or ""


def test_a_phone_may_be_shown_with_a_reason_also_without_the_centre() -> None:
    assert _why_not("agent", PHONE, online=False) == ""
    assert _why_not("agent", IDENTITY, online=True) == ""


def test_a_whole_identity_number_needs_the_centre() -> None:
    assert "要联网" in _why_not("agent", IDENTITY, online=False)
    assert "要联网" in _why_not("archivist", IDENTITY, online=False)


@pytest.mark.parametrize(
    ("reason", "note", "words"),
    [
        ("", "", "请先选择"),
        ("curiosity", "", "请先选择"),
        ("other", "  ", "要写明原因"),
        ("other", "投诉核对", ""),
        ("verify", "长" * (MOST_NOTE + 1), "最多"),
    ],
)
def test_without_a_reason_nothing_is_shown(reason: str, note: str, words: str) -> None:
    found = _why_not("agent", PHONE, reason, note)
    assert words in found if words else found == ""


@pytest.mark.parametrize("role", [*SHIPPED.roles, "cleaner", ""])
@pytest.mark.parametrize(
    ("entity", "field"), [(entity, field) for entity, fields in SHIPPED.fields.items() for field in fields]
)
def test_nobody_is_shown_more_than_the_policy_names(role: str, entity: str, field: str) -> None:
    sensitivity = SHIPPED.fields[entity][field].sensitivity
    allowed = role in SHIPPED.roles and sensitivity in SHIPPED.roles[role].reveal
    assert (_why_not(role, (entity, field)) == "") is allowed


def test_what_is_nobodys_secret_is_not_revealed_either() -> None:
    assert why_not(NO_POLICY, "agent", *PHONE, reason="call_back", online=True)
    assert _why_not("agent", ("customer", "name"))


def test_values_are_read_aloud_in_groups_and_pasted_as_dialled() -> None:
    assert spaced("phone", "+8613800138000") == "138 0013 8000"
    assert spaced("phone", "+8675588886666") == "0755 8888 6666"
    assert spaced("phone", "+861088886666") == "010 8888 6666"
    assert spaced("phone", "+85291234567") == "+85291234567"
    assert spaced("id_number", "310105198403210028") == "310105 19840321 0028"
    assert spaced("bank_card", "6222021001116217") == "6222 0210 0111 6217"
    assert [dialled("phone", one) for one in ("+8613800138000", "+861088886666")] == ["13800138000", "01088886666"]
    assert dialled("id_number", "310105198403210028") == "310105198403210028"


def test_a_value_inside_another_is_found() -> None:
    assert value_at({"attributes": {"bank_card": "6222"}}, "attributes.bank_card") == "6222"
    assert value_at({"attributes": "x"}, "attributes.bank_card") == ""
    assert value_at({"phones": ["1", "2"]}, "phones") == "1、2"
