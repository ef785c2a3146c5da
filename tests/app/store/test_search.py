"""An agent finds a customer by whatever the caller says first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.customer.hit import SearchHit
from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId, new_id
from app.record import Record
from app.store import facts, records, search
from app.store.database import Store, open_store
from app.ticket.facts import TicketOpened
from tests.builders import NOON


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six people with phones, policies and one ticket."""
    opened = open_store(tmp_path_factory.mktemp("town") / "desk.db", "b2" * 32)
    with opened.write() as db:
        records.apply(db, list(_people()), device=DeviceId("pc-1"))
        facts.record_new(db, [(_ticket("TS-261124-01001"), "zhang-wei")])
    yield opened
    opened.close()


def _people() -> Iterator[Record]:
    yield from _person("zhang-wei", "张伟", "C-20810001", "+8613800138000", "P-2025-7714-0382", "310101199003070028")
    yield from _person("zhang-weiguo", "张伟国", "C-20810002", "+8613900139001", "P-2023-5520-1179", "")
    yield from _person("li-wei", "李伟", "C-20810003", "+8613700138000", "CL-260312-0088", "31010119900307123X")
    yield from _person("wang-fang", "王芳", "C-20810004", "+862158881234", "", "")
    yield from _person("smith", "John Smith", "C-20810005", "+85291234567", "", "")
    yield from _person("guli", "阿依·古丽", "C-20810006", "+8613600000000", "", "")
    yield Record(id="A1027", entity="agent", owner_id="A1027", fields={"agent_id": "A1027", "name": "张雨桐"})


def _person(key: str, name: str, number: str, phone: str, policy: str, identity: str) -> Iterator[Record]:
    fields: dict[str, Any] = {"name": name, "customer_no": number, "id_number": identity}
    yield Record(id=key, entity="customer", owner_id=key, fields=fields)
    yield Record(id=f"{key}-t", entity="contact_point", owner_id=key, fields={"e164": phone})
    if policy:
        yield Record(id=f"{key}-h", entity="holding", owner_id=key, fields={"number": policy})


def _ticket(number: str) -> Fact[TicketOpened]:
    opened = TicketOpened(
        kind="complaint", number=number, form_id="complaint", pack="", first_responder=AgentId("A1027"),
        customer_id="zhang-wei",
    )  # fmt: skip
    return Fact(
        id=FactId(new_id()), subject_id="t-1", hlc=1, at=NOON, by=AgentId("A1027"), device=DeviceId("pc-1"), body=opened
    )


def hits(store: Store, words: str, e164: str | None = None) -> tuple[SearchHit, ...]:
    """What the search shows."""
    with store.read() as db:
        return search.find(db, words, e164=e164)


def found(store: Store, words: str, e164: str | None = None) -> list[str]:
    """Who is found, the surest first."""
    return [str(hit.customer_id) for hit in hits(store, words, e164)]


@pytest.mark.parametrize(
    "words",
    ["张", "伟", "张伟", "8000", "13800138000", "138 0013 8000", "138-0013-8000", "C-20810001", "c-20810001",
     "P-2025-7714-0382", "p-2025-7714", "7714-0382", "Ｐ－2025－7714－0382", "0028", "310101199003070028",
     "TS-261124-01001", "ts-261124", "张伟 8000", "8000 张", "20810001"],
)  # fmt: skip
def test_zhang_wei_is_found_by_whatever_he_says(town: Store, words: str) -> None:
    assert "zhang-wei" in found(town, words)


@pytest.mark.parametrize(
    ("words", "who"),
    [("张伟国", "zhang-weiguo"), ("伟国", "zhang-weiguo"), ("smith", "smith"), ("John Smith", "smith"),
     ("古丽", "guli"), ("阿依古丽", "guli"), ("123x", "li-wei"), ("91234567", "smith-not"), ("+85291234567", "smith")],
)  # fmt: skip
def test_nobody_else_comes_with_them(town: Store, words: str, who: str) -> None:
    assert found(town, words) == ([] if who.endswith("-not") else [who])


def test_a_landline_is_found_as_the_number_it_means(town: Store) -> None:
    assert found(town, "021-58881234", "+862158881234") == ["wang-fang"]
    assert found(town, "+86 138-0013-8000", "+8613800138000") == ["zhang-wei"]


def test_two_who_share_the_last_four_digits_are_both_found(town: Store) -> None:
    assert sorted(found(town, "8000")) == ["li-wei", "zhang-wei"]


def test_every_word_narrows_it_down(town: Store) -> None:
    assert found(town, "伟 8000 0382") == ["zhang-wei"]
    assert found(town, "芳 8000") == []


def test_the_surest_comes_first(town: Store) -> None:
    assert found(town, "张伟") == ["zhang-wei", "zhang-weiguo"]
    assert found(town, "伟")[-1] != "smith"
    assert [hit.matched for hit in hits(town, "C-20810003")] == ["customer_no"]


@pytest.mark.parametrize(
    ("words", "matched", "shown", "typed"),
    [
        ("伟国", "name", "张伟国", "伟国"),
        ("8000", "phone", "138****8000", "8000"),
        ("13800138000", "phone", "138****8000", "138****8000"),
        ("7714", "holding", "P-2025-7714-0382", "7714"),
        ("p20257714", "holding", "", ""),
        ("0028", "id_number", "0028", "0028"),
        ("310101199003070028", "id_number", "0028", "0028"),
        ("ts-261124-01001", "ticket", "TS-261124-01001", "TS-261124-01001"),
    ],
)
def test_it_says_by_what_and_never_shows_a_whole_number(
    town: Store, words: str, matched: str, shown: str, typed: str
) -> None:
    wanted = [hit for hit in hits(town, words) if hit.matched == matched and hit.matched_text == shown]
    if not shown:
        assert hits(town, words) == ()
        return
    (hit,) = [hit for hit in wanted if hit.customer_id.startswith("zhang")]
    assert hit.matched_text[hit.start : hit.start + hit.length] == typed
    assert "0013" not in hit.phone_masked


@pytest.mark.parametrize("words", ["1380013", "00138000", "张芳", "A1027", "张雨桐", "", "  ", "-", "138"])
def test_a_guess_is_not_a_match(town: Store, words: str) -> None:
    assert found(town, words) == []


@pytest.mark.parametrize(
    "words",
    ['"', '张"', "'; DROP TABLE record; --", "张*", "张 OR 伟", "NEAR(张 伟)", "owner_id:张", "^张", "words : 张",
     "{words}:张", "张 AND", "NOT 张", "(", "+", "\0", "张\0伟 x", "%", "_", "TS-2611%"],
)  # fmt: skip
def test_a_quote_or_an_operator_finds_nothing_and_breaks_nothing(town: Store, words: str) -> None:
    assert found(town, words) == []


@given(st.text(max_size=80))
@example("张" * 80)
@example('""')
@example("a" * 64 + '"')
def test_any_text_at_all_may_be_typed(town: Store, words: str) -> None:
    for hit in hits(town, words):
        assert hit.name
        assert hit.matched_text[hit.start : hit.start + hit.length]


def test_a_name_that_fills_the_town_brings_twenty(store: Store) -> None:
    people = [one for at in range(60) for one in _person(f"c-{at:02}", "张伟", f"C-{at:08}", f"+86138{at:08}", "", "")]
    with store.write() as db:
        records.apply(db, people, device=DeviceId("pc-1"))
    assert len(hits(store, "张")) == 20
    assert found(store, "张 C-00000059") == ["c-59"]


def test_who_was_deleted_is_not_found(store: Store) -> None:
    gone = Record(id="c-1", entity="customer", owner_id="c-1", fields={"name": "张伟"}, deleted=True)
    with store.write() as db:
        records.apply(db, list(_person("c-1", "张伟", "C-1", "+8613800138000", "", "")), device=DeviceId("pc-1"))
        records.apply(db, [gone], device=DeviceId("pc-1"))
    assert found(store, "张伟") == []
    assert found(store, "8000") == []
