"""The centre's web application: :func:`create_app` builds one around a database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.errors import ShouwenError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.policy import PrivacyPolicy
from sync.server import endpoints, live_endpoint
from sync.server.accounts import Passwords
from sync.server.centre import Centre, utc_now
from sync.server.code_sender import CodeSender
from sync.server.database import open_database
from sync.server.exchanges import ExchangeAddress, run_exchanges
from sync.server.migrate import migrate
from sync.server.wire import LastResort, refuse

_LAST_WORK_S = 2.0


def create_app(
    database_url: str,
    *,
    exchanges: Sequence[ExchangeAddress] = (),
    passwords: Passwords | None = None,
    privacy: PrivacyPolicy | None = None,
    clock: Callable[[], datetime] = utc_now,
    sender: CodeSender | None = None,
) -> FastAPI:
    """A centre, ready to be served. The database is opened and migrated when serving begins, closed when it ends.

    ``app.state.centre`` is the :class:`Centre`; ``app.state.centre.calls.publish(event)`` lets the phones ring.

    Args:
        database_url: any SQLAlchemy URL; SQLite and PostgreSQL are tested.
        exchanges: the telephone exchanges to connect to while serving.
        passwords: weaker hashing for tests.
        privacy: who may have which personal data; None: as the insurance pack that ships says.
        clock: the time, UTC, for tests.
        sender: what sends dynamic codes; None: there is no gateway, and it says so.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = open_database(database_url)
        try:
            await run_in_threadpool(migrate, engine)
            pack = await run_in_threadpool(load_pack, PACKS / "insurance")
            centre = Centre(
                engine,
                privacy=privacy or pack.privacy,
                quality=pack.quality,
                words=pack.label,
                verification=pack.verification,
                sender=sender,
                passwords=passwords or await run_in_threadpool(Passwords),
                clock=clock,
            )
            app.state.centre = centre
            async with _at_work(centre, exchanges):
                yield
        finally:
            await _let_go(engine)

    app = FastAPI(title="首问中心", version="1", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(endpoints.router)
    app.include_router(live_endpoint.router)
    app.add_middleware(LastResort)
    for kind in (ShouwenError, SQLAlchemyError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _refuse)
    return app


@asynccontextmanager
async def _at_work(centre: Centre, exchanges: Sequence[ExchangeAddress]) -> AsyncIterator[None]:
    """The centre's own tasks while it serves: the watch on other processes' writes, and the exchanges."""
    centre.hub.open()
    centre.hub.hint(await run_in_threadpool(centre.heads))
    tasks = [asyncio.create_task(centre.watch())]
    if exchanges:
        tasks.append(asyncio.create_task(run_exchanges(exchanges, centre)))
    try:
        yield
    finally:
        centre.hub.close()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _let_go(engine: Engine) -> None:
    """Close the database once worker threads that were left behind by a cancelled request have given it back."""
    pool = engine.pool
    with suppress(TimeoutError):
        async with asyncio.timeout(_LAST_WORK_S):
            while isinstance(pool, QueuePool) and pool.checkedout():  # noqa: ASYNC110 -- a pool has no event
                await asyncio.sleep(0.01)
    engine.dispose()


async def _refuse(_request: Request, error: Exception) -> Response:
    return refuse(error)
