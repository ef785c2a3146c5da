"""An encrypted desk store full of invented customers, without a centre; filled once and kept for the next run.

The people are spread as those of ``resources.demo.people`` (surnames by weight, names by generation, numbers, products)
but made from one stream of chance instead of three a person: a million take half a minute instead of ten.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

from app.catalogue import encode_body
from app.customer.interaction import ContactMade
from app.customer.record import Agent
from app.ids import AgentId, DeviceId, FactId
from app.record import FieldMeta, Record
from app.stamp import stamp_at
from app.store.bulk import fill
from app.store.database import Store, open_store
from app.store.facts import StoredFact
from app.store.schema import HEAD
from app.ticket.facts import TicketOpened, TicketSubmitted
from resources.demo import names
from resources.demo.making import id_number
from resources.demo.people import BIRTH_DAYS, FRONT_LINE, OLDEST, phone_of
from tests.bench.measure import say

KEY = "5a" * 32
SHELF = Path(tempfile.gettempdir()) / "shouwen-bench"
"""Filled stores are kept here: a million customers take some minutes and 7 GB."""

SEED = 20_260_318
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Facts lie in the thirty days before this; the store is the same whenever it is made."""

ME = AgentId("A1027")
CACHE_MB = 1_000
_MADE_BY = (
    "app/store/words.py",
    "app/store/index.py",
    "app/store/bulk.py",
    "app/store/metas.py",
    "app/customer/pinyin.py",
    "tests/bench/furnish.py",
)
_ROOT = Path(__file__).resolve().parents[2]
_PRODUCTS = (*names.PRODUCTS, ("motor", "机动车综合险", "车险", "100 万", "到期"))
_WEIGHTS = (*accumulate(names.WEIGHTS),)
_CITIES = ("沪", "京", "粤", "浙", "苏", "川", "鄂")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def furnished(customers: int) -> Store:
    """A store with that many customers, and 1.5 holdings and 1.5 contacts for each; made once and put on a shelf."""
    path = SHELF / f"desk-{customers}-{HEAD}-{_digest()}.db"
    if not path.exists():
        say(f"filling a store with {customers:,} customers")
        SHELF.mkdir(parents=True, exist_ok=True)
        for outdated in SHELF.glob(f"desk-{customers}-*"):
            outdated.unlink()
        # In a process of its own: what filling takes is not the memory of a desk.
        command = [sys.executable, "-m", "tests.bench.furnish", str(path), str(customers)]
        subprocess.run(command, check=True, cwd=_ROOT)
    return open_store(path, KEY)


def records(customers: int) -> Iterator[Record]:
    """Each customer with a phone, some holdings, now and then a relative."""
    rng = random.Random(SEED)
    me = Agent(agent_id=ME, name="周雨桐", team="客服一组", extension="8001", queues=["claims"])
    yield Record(id=ME, entity="agent", owner_id=ME, rev=1, fields=msgspec.to_builtins(me))
    for index in range(customers):
        yield from _file(rng, index)


def happened(customers: int) -> Iterator[StoredFact]:
    """Contacts of thirty days, a hundred of them mine, and some tickets."""
    rng = random.Random(SEED + 1)
    mine = max(1, customers // 100)
    for index in range(customers):
        owner = customer_id(index)
        by = ME if index % mine == 0 else rng.choice(FRONT_LINE)
        for part in range(rng.choices((0, 1, 2, 3, 4), (25, 30, 22, 15, 8))[0]):
            channel, title, note = rng.choice(names.CONTACTS)
            body = ContactMade(channel=channel, title=title, note=note, failed=note == "未接通")
            who = by if channel in {"phone", "chat"} else AgentId("")
            yield _fact(_id(4, index, part), owner, owner, "contact_made", body, who, _moment(rng))
        if index % 50 == 0:
            yield from _ticket(rng, index, owner, by)


def customer_id(index: int) -> str:
    """The id of this customer."""
    return _id(1, index)


def _file(rng: random.Random, index: int) -> Iterator[Record]:
    owner, born = customer_id(index), OLDEST + timedelta(days=(index * 7_919 + SEED) % BIRTH_DAYS)
    sex = rng.choice(("female", "male"))
    policies = rng.choices((0, 1, 2, 3, 4), (8, 50, 28, 10, 4))[0]
    family = rng.choice(names.COMPOUND) if rng.random() < 0.01 else rng.choices(names.SURNAMES, cum_weights=_WEIGHTS)[0]
    generation = 0 if born.year < 1965 else 1 if born.year < 1985 else 2
    name = family + rng.choice(names.GIVEN[sex][generation])
    yield _record("customer", owner, owner, _customer(rng, index, name, sex, born, policies))
    phone = {"kind": "phone", "e164": phone_of(SEED, index), "label": "手机", "preferred": True}
    yield _record("contact_point", _id(2, index), owner, phone)
    for part in range(policies):
        yield _record("holding", _id(3, index, part), owner, _policy(rng, index, part))
    if rng.random() < 0.08:
        yield _record("holding", _id(3, index, 9), owner, _claim(rng, index))
    if rng.random() < 0.3:
        relative = {"name": family + rng.choice(names.GIVEN["male"][1]), "relation": "儿子", "note": ""}
        yield _record("relation", _id(5, index), owner, relative)


def _customer(rng: random.Random, index: int, name: str, sex: str, born: date, policies: int) -> dict[str, Any]:
    region = names.REGIONS[(index + index // BIRTH_DAYS) % len(names.REGIONS)]
    branch = names.BRANCHES[index % len(names.BRANCHES)]
    return {
        "name": name,
        "sex": sex,
        "birth_date": born.isoformat(),
        "id_kind": "resident_id",
        "id_number": id_number(region, born, rng.randrange(500) * 2 + (sex == "male")),
        "customer_no": f"C-{30_000_000 + index}",
        "stars": rng.choices((0, 1, 2, 3, 4, 5, 6), (20, 25, 22, 16, 10, 6, 1))[0],
        "branch": branch,
        "service_agent": "沈嘉禾" if branch == names.BRANCHES[0] else "",
        "insured_since": f"{2008 + index % 18}-03-01",
        "household_policies": policies,
        "address": f"{rng.choice(names.DISTRICTS)}{rng.choice(names.ROADS)} {rng.randrange(1, 999)} 号",
        "address_verified_on": f"{2022 + index % 5}-05-01",
        "email": f"kh{index}@{rng.choice(names.EMAIL_HOSTS)}" if rng.random() < 0.6 else "",
        "real_name": "yes" if rng.random() < 0.97 else "no",
    }


def _policy(rng: random.Random, index: int, part: int) -> dict[str, Any]:
    line, title, short, amount, due_word = rng.choice(_PRODUCTS)
    year, number = rng.randrange(2017, 2026), index * 4 + part + 10_000_000
    fields = {
        "kind": "policy",
        "number": f"P-{year}-{number // 10_000:04d}-{number % 10_000:04d}",
        "title": title,
        "short_title": short,
        "line": line,
        "amount_text": amount,
        "status": "有效",
        "tone": "ok",
        "note": due_word,
        "due_on": f"2027-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        "opened_on": f"{year}-06-15",
    }
    if line == "motor":
        digits = f"{(index * 61_803 + part * 7) % 100_000:05d}"
        fields["attributes"] = {"plate": f"{rng.choice(_CITIES)}{rng.choice(_LETTERS)}{digits}"}
    return fields


def _claim(rng: random.Random, index: int) -> dict[str, Any]:
    opened = NOW.date() - timedelta(days=rng.randrange(1, 90))
    return {
        "kind": "claim",
        "number": f"CL-{opened:%y%m%d}-{index + 10_000:05d}",
        "title": rng.choice(("住院医疗理赔", "意外医疗理赔", "门诊理赔")),
        "amount": round(rng.uniform(300, 40_000), 2),
        "status": rng.choice(("审核中", "补件中", "已赔付")),
        "tone": "ok",
        "opened_on": opened.isoformat(),
    }


def _ticket(rng: random.Random, index: int, owner: str, by: AgentId) -> Iterator[StoredFact]:
    at, ticket_id = _moment(rng), _id(6, index)
    opened = TicketOpened(
        kind="inquiry",
        number=f"ZX-{at:%y%m%d}-{index + 10_000:05d}",
        form_id="inquiry",
        pack="insurance",
        first_responder=by,
        customer_id=owner,
        fields={"kind": "inquiry", "subject": "续期扣款时间", "description": "客户来电询问"},
    )
    yield _fact(_id(7, index), ticket_id, owner, "ticket_opened", opened, by, at)
    yield _fact(_id(8, index), ticket_id, owner, "ticket_submitted", TicketSubmitted(), by, at + timedelta(minutes=3))


def _record(entity: str, record_id: str, owner: str, fields: dict[str, Any]) -> Record:
    """A row as the centre sends it: every field with who set it."""
    return Record(id=record_id, entity=entity, owner_id=owner, rev=1, fields=fields, meta=dict.fromkeys(fields, _META))


_META = FieldMeta(rev=1, device=DeviceId("centre"), hlc=stamp_at(NOW), source="import:2026-03")


def _fact(fact_id: str, subject: str, owner: str, kind: str, body: Any, by: str, at: datetime) -> StoredFact:
    return StoredFact(
        id=FactId(fact_id), subject_id=subject, customer_id=owner, kind=kind, hlc=stamp_at(at), at=at, by=AgentId(by),
        device=DeviceId("centre"), body=encode_body(body), order=1,
    )  # fmt: skip


def _moment(rng: random.Random) -> datetime:
    return NOW - timedelta(seconds=rng.randrange(3_600, 30 * 86_400))


def _id(kind: int, index: int, part: int = 0) -> str:
    """Ids of imports come in no order; neither do these. The same for the same parts, and cheap."""
    scattered = ((index * 16 + part) * 16 + kind) * 0x9E37_79B9_7F4A_7C15 & 0xFFFF_FFFF_FFFF_FFFF
    text = f"{scattered:016x}"
    return f"{text[:8]}-{text[8:12]}-8{text[12:15]}-8{text[15]}{kind:02x}-{index:08x}{part:04x}"


def _digest() -> str:
    """What the filled store depends on, short."""
    return hashlib.sha256(b"".join((_ROOT / name).read_bytes() for name in _MADE_BY)).hexdigest()[:12]


if __name__ == "__main__":
    fill(Path(sys.argv[1]), KEY, records(int(sys.argv[2])), happened(int(sys.argv[2])), cache_mb=CACHE_MB, say=say)
