"""The tables of the desk's store. The migrations make them; a test holds the two against each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    comment="Small things the desk remembers: device id, last HLC, session, number counters",
)

record = Table(
    "record",
    metadata,
    Column("n", Integer, primary_key=True, comment="short for id where search needs one"),
    Column("id", Text, nullable=False, unique=True),
    Column("entity", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("fields", LargeBinary, nullable=False, comment="JSON: what the desk shows"),
    Column("meta", LargeBinary, nullable=False, comment="JSON: who set each field, app.store.metas"),
    Column("deleted", Boolean, nullable=False),
    Column("shadow", LargeBinary, comment="JSON of the server's row, only while this desk has unsent changes to it"),
    Index("record_owner", "owner_id", "entity"),
)

lookup = Table(
    "lookup",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Index("lookup_row", "row_id"),
    sqlite_with_rowid=False,
    comment="Exact keys under which a record is found: phone, id_number, holding, customer_no, agent",
)

fact = Table(
    "fact",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subject_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("at", Float, nullable=False, comment="UTC, seconds since 1970"),
    Column("by", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON"),
    Column("order", BigInteger, comment="the server's acceptance position; null: not there yet"),
    Index("fact_subject", "subject_id", "hlc"),
    Index("fact_customer", "customer_id", "at"),
    Index("fact_by", "by", "at", "customer_id", sqlite_where=text("by <> '' AND customer_id <> ''")),
)

ticket = Table(
    "ticket",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("first_responder", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON of the folded ticket"),
    Index("ticket_customer", "customer_id"),
    Index("ticket_holder", "holder", "state"),
    Index("ticket_first_responder", "first_responder", "state"),
    Index("ticket_number", "number"),
    comment="A projection of the fold, rebuildable at any time",
)

draft = Table(
    "draft",
    metadata,
    Column("ticket_id", Text, primary_key=True),
    Column("updated_at", Float, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON of app.ticket.draft.Draft"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="gapless per device"),
    Column("op_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False, comment="fact or patch"),
    Column("row_id", Text, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON of the patch; empty for a fact, which has its own row"),
    Column("created_at", Float, nullable=False),
    Column("state", Text, nullable=False, comment="waiting, answered (until a pull covers it) or refused"),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("outbox_row", "row_id"),
    Index("outbox_state", "state", "seq"),
)

outbox_done = Table(
    "outbox_done",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("op_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("acknowledged_at", Float, nullable=False),
    comment="Acknowledged operations, kept 7 days so that a server restored from a backup can be given them again",
)

feed_state = Table(
    "feed_state",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("pos", BigInteger, nullable=False),
)

conflict = Table(
    "conflict",
    metadata,
    Column("id", Text, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON: field, base, mine, theirs, winner, policy"),
    Column("at", Float, nullable=False),
    Column("state", Text, nullable=False, comment="open or settled"),
)

alias = Table(
    "alias",
    metadata,
    Column("customer_id", Text, primary_key=True, comment="a file that was merged into another"),
    Column("survivor_id", Text, nullable=False, comment="whose file it is shown in"),
    Index("alias_survivor", "survivor_id"),
    comment="A projection of the merge facts (app.oneid): who is not merged has no row",
)

review = Table(
    "review",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False, comment="contradiction or duplicate"),
    Column("customer_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON of the folded case"),
    Index("review_waiting", "kind", "state", "updated_at"),
    Index("review_customer", "customer_id"),
    comment="A projection of the review facts (app.review, app.oneid), rebuildable at any time",
)

search_part = Table(
    "search_part",
    metadata,
    Column("word", Text, primary_key=True, comment="a number without dashes, or what remains of it from a part on"),
    Column("n", BigInteger, primary_key=True, comment="the row's number in search"),
    sqlite_with_rowid=False,
    comment="Numbers that may be typed from the left: a range of a sorted table ends where enough is found",
)

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, "
    "tokenize=\"ascii tokenchars '=~@#'\")"
)
"""Full-text search over names and numbers, one entry a customer (:mod:`app.store.words`). Not a :class:`Table`: Alembic
knows none such."""

HEAD = "0003"
"""The newest migration. A test holds it against the migrations folder; checked without importing Alembic."""
