"""Search among many tickets uses its index, and never leaves the caller's vendor."""

import asyncpg
import pytest

from services.views.tests.telling import VENDOR

MANY = 20_000


@pytest.fixture(scope="module")
async def library(whole_desk):
    """Many texts of two vendors, of which few speak of a certificate."""
    await whole_desk.empty()
    db = await asyncpg.connect(whole_desk.dsn)
    await db.execute("set search_path = views_1")
    await db.execute(
        "insert into texts (ticket_id, vendor, contact_id, subject, body)"
        " select 't' || n, case when n % 2 = 0 then $1 else 'technokad' end, 'ivan',"
        " 'Обращение ' || n, case when n % 1000 < 2 then 'не найден сертификат'"
        " else 'программа ' || n || ' не открывается' end from generate_series(1, $2) n",
        VENDOR,
        MANY,
    )
    await db.execute("vacuum (analyze) texts")
    await db.close()
    return whole_desk


async def explained(desk, role, statement):
    """The plans of a statement and of what its functions run, as the role's sessions see them."""
    db = await asyncpg.connect(desk.dsn)
    plans = []
    db.add_log_listener(lambda _, message: plans.append(message.message))
    await db.execute(
        "load 'auto_explain'; set auto_explain.log_min_duration = 0;"
        "set auto_explain.log_nested_statements = on; set client_min_messages = log;"
        f"set search_path = views_1; set app.vendor = '{VENDOR}'; set role {role}"
    )
    found = await db.fetch(statement)
    await db.execute("reset role")
    await db.close()
    return found, "\n".join(plans)


async def test_search_reads_the_index_of_words(library):
    found, plan = await explained(library, "views_api", "select tickets_found('сертификаты')")

    assert len(found) == MANY // 1000
    assert "Bitmap Index Scan on texts_words" in plan
    assert "Seq Scan" not in plan


async def test_without_the_function_row_level_security_would_read_every_text(library):
    found, plan = await explained(
        library,
        "views_api",
        "select ticket_id from texts where words @@ websearch_to_tsquery('russian', 'сертификаты')",
    )

    assert len(found) == MANY // 1000
    assert "Seq Scan on texts" in plan


async def test_search_finds_nothing_of_another_vendor_whoever_owns_the_function(library):
    found, _ = await explained(library, "views_api", "select tickets_found('сертификаты')")

    assert all(int(row[0].removeprefix("t")) % 2 == 0 for row in found)


async def test_a_session_without_a_vendor_finds_nothing(library):
    db = await asyncpg.connect(library.dsn)
    await db.execute("set search_path = views_1; set role views_api")
    found = await db.fetch("select tickets_found('сертификаты')")
    await db.close()

    assert found == []
