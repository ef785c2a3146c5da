"""What invented customers are worth, what warns of them, and what they took up: so that tiers and chips can be seen.

Points and premiums fit the stars that the customer has, so that the pack's rules change nothing by themselves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from app.fact import Fact
from app.ids import CustomerId, derived_id
from app.record import Record
from app.tier.facts import EntitlementUsed
from resources.demo.making import fact, record

POINTS = (0, 500, 2_000, 5_000, 10_000, 20_000, 50_000, 120_000)
"""The first points of each number of stars (``common/tiers.yaml``), and where the last one ends here."""
VIP_PREMIUM = 100_000
"""Yuan a year from which the insurance pack speaks of a VIP."""
BLACK_EVERY, GOOD_EVERY, SIGNAL_EVERY, CLAIMS_EVERY = 401, 149, 307, 251
"""Every so manieth customer is blacklisted, on the good list, shows signs of fraud, claims again and again."""
USES_EVERY = 12
"""Of every so manieth customer it is looked up what they took up."""
_BLACK = (("线上投保", "冒用他人身份投保"), ("新保承保", "多次故意不如实告知"), ("信用支付", "恶意拖欠"))
_SIGNALS = (
    ("frequent_login", "30 分钟内登录 9 次"),
    ("large_transfer", "单笔保单贷款 48 万元"),
    ("new_device", "异地新设备登录"),
    ("number_changed", "两天前更换绑定手机"),
)
_APPROVERS = ("韩立群", "陈思远")


def value_fields(seed: int, index: int, stars: int, policies: int) -> dict[str, Any]:
    """Points, yearly premium, and what follows from them. Now and then nothing is known, as in real files."""
    rng = _rng(seed, index, "worth")
    if rng.random() < 0.05:
        return {}
    large = 12 if rng.random() < 0.01 else 1
    premium = round(sum(rng.uniform(300, 9_000) for _ in range(policies)) * large, 2)
    return {
        "points": rng.randrange(POINTS[stars], POINTS[stars + 1]),
        "annual_premium": premium,
        "vip": premium >= VIP_PREMIUM,
    }


def warnings_of(seed: int, index: int, owner: CustomerId, today: date) -> Iterator[Record]:
    """Places on lists, signs of fraud, and claims one after the other."""
    rng = _rng(seed, index, "warns")
    if index % BLACK_EVERY == 7:
        scope, reason = rng.choice(_BLACK)
        until = today + timedelta(days=rng.randrange(-60, 400))  # an expired one now and then: it is not shown
        yield _listing(owner, "black", scope, until, rng.choice(_APPROVERS), reason)
    if index % GOOD_EVERY == 11:
        yield _listing(owner, "good", "续保", today + timedelta(days=200), rng.choice(_APPROVERS), "五年以上无赔付")
    if index % SIGNAL_EVERY == 19:
        kind, note = rng.choice(_SIGNALS)
        at = f"{today - timedelta(days=rng.randrange(1, 7))}T{rng.randrange(24):02d}:20:00+00:00"
        fields = {"kind": kind, "at": at, "note": note}
        yield record("signal", derived_id("demo-signal", owner), owner, fields)
    if index % CLAIMS_EVERY == 23:
        yield from (_claim(rng, index, part, owner, today) for part in range(3))


def uses_of(seed: int, index: int, owner: CustomerId, stars: int, now: datetime) -> Iterator[Fact[Any]]:
    """Entitlements that customers of many stars took up in the last weeks."""
    rng = _rng(seed, index, "uses")
    if stars < 5:
        return
    code, note = rng.choice((("expert_booking", "市一医院 骨科"), ("health_advice", "体检报告解读")))
    at = now - timedelta(days=rng.randrange(1, 28), minutes=rng.randrange(600))
    yield fact(owner, at, EntitlementUsed(entitlement=code, note=note), "A1031", key=f"{now:%Y%m%d}")


def _listing(owner: CustomerId, kind: str, scope: str, until: date, approver: str, reason: str) -> Record:
    fields = {"kind": kind, "scope": scope, "until": until.isoformat(), "approver": approver, "reason": reason}
    return record("listing", derived_id("demo-listing", owner, kind), owner, fields)


def _claim(rng: random.Random, index: int, part: int, owner: CustomerId, today: date) -> Record:
    opened = today - timedelta(days=rng.randrange(95, 300))
    fields = {
        "kind": "claim",
        "number": f"CL-{opened:%y%m%d}-{part + 1}{index + 10_000:05d}",
        "title": rng.choice(("意外医疗理赔", "门诊理赔")),
        "amount": round(rng.uniform(1_500, 9_000), 2),
        "status": "已赔付",
        "tone": "ok",
        "opened_on": opened.isoformat(),
    }
    return record("holding", derived_id("demo-claims", owner, part), owner, fields)


def _rng(seed: int, index: int, what: str) -> random.Random:
    return random.Random(f"{seed}/{index}/{what}")
