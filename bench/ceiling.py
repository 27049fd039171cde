"""FastAPI with one transactional INSERT: the ceiling that intake is held against."""

import json
import os

import asyncpg
from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse

TABLE = "create table if not exists bench_ceiling (id bigserial primary key, body jsonb not null)"


class Submission(BaseModel):
    """The same body that intake takes, read and checked for its shape alone."""

    channel: str
    product: str
    certificate: str
    subject: str
    body: str
    contact: dict[str, str]
    answers: dict[str, str]


app = FastAPI()


@app.on_event("startup")
async def connect() -> None:
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=8, max_size=8)


@app.post("/v1/tickets", status_code=201)
async def insert(request: Request, submission: Submission) -> JSONResponse:
    async with request.app.state.pool.acquire() as db, db.transaction():
        number = await db.fetchval(
            "insert into bench_ceiling (body) values ($1) returning id",
            json.dumps(submission.model_dump()),
        )
    return JSONResponse({"number": number}, 201)
