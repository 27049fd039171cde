"""A vendor's people see nothing of another vendor's: held by the database, and tried by asking."""

from collections import defaultdict

import asyncpg
import pytest

from tests.contract.documents import document, paths
from tests.contract.problems import is_a_problem
from tests.contract.world import QUESTION, SERVICES, TICKET
from tests.desk import PASSWORD

REQUESTS = {"cryptopro": TICKET, "technokad": QUESTION}
VENDORS = tuple(REQUESTS)
RIGHTS = {vendor: request["certificate"] for vendor, request in REQUESTS.items()}
EXPLAINED = {
    "cryptopro": {"channel": "portal"},
    "technokad": {"channel": "embedded", "level": "basic"},
}
WORDS = {
    "cryptopro": ("Соколова", "Ромашка", "anna@example.com", "cryptopro-2015"),
    "technokad": ("Орлова", "Кадастровый", "petr@example.com", "technokad-2015"),
}
"""Words that only this vendor's rows hold."""
NOBODYS = {
    "watermarks",
    "relayed",
    "erased_persons",
    "log_settings",
    "closed_shards",
    "generation",
}
NAMES = [service.name for service in SERVICES]
VENDORS_TABLES = """
    select n.nspname as schema, c.relname as name,
        c.relrowsecurity and c.relforcerowsecurity as is_guarded
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'vendor' and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname ~ $1
    order by 1, 2
"""

THERE = {"entitlements/{entitlement_id}/statement": 409}
"""What its own vendor is answered where that is not 200: this right counts no requests."""
PUBLISHED = ("forms/{vendor}", "notices/{vendor}", "desks/{vendor}", "r/{token}")
"""What a vendor publishes with its regulation, whoever has a key may read; a link in a mail is
followed without any, and shows nothing."""
OF_ALL = ("vendors",)
"""What tells of all vendors is for the operator alone."""

every_service = pytest.mark.parametrize("service", NAMES)


def schema_of(service):
    return f"^{service}(_[0-9]+)?$"


@pytest.fixture
def database_url(world):
    """The desk's own database."""
    return world.desk.dsn


@pytest.fixture(scope="module")
async def lived_in(world):
    """Both vendors have tickets with a course: entitled, promised, assigned, told of, closed."""
    tickets = {}
    for vendor, request in REQUESTS.items():
        keys = world.keys[vendor]
        submitted = await world.post("intake", "tickets", keys["client"], request)
        ticket = submitted.json()
        path = f"tickets/{ticket['ticket_id']}"
        for role, act, body in (
            ("engineer", "take", None),
            ("engineer", "replies", {"body": f"Ответ от {vendor}"}),
            ("client", "messages", {"body": f"Вопрос к {vendor}", "channel": request["channel"]}),
            ("engineer", "solutions", {"body": "Переустановите"}),
            ("client", "solutions/accept", None),
        ):
            answer = await world.post("intake", f"{path}/{act}", keys[role], body)
            assert answer.is_success, answer.text
        raised = await world.post(
            "intake", f"{path}/complaints", keys["client"], {"body": f"Жалоба на {vendor}"}
        )
        tickets[vendor] = ticket | {"complaint_id": raised.json()["complaint_id"]}
    return tickets


async def connected(database_url, role):
    host = database_url.rpartition("@")[2]
    return await asyncpg.connect(f"postgresql://{role}:{PASSWORD}@{host}")


async def tables_of(database_url, service):
    owner = await asyncpg.connect(database_url)
    found = await owner.fetch(VENDORS_TABLES, schema_of(service))
    await owner.close()
    return found


@every_service
async def test_an_api_sees_no_rows_of_another_vendor_in_any_table(database_url, lived_in, service):
    tables = await tables_of(database_url, service)
    assert tables
    api = await connected(database_url, f"{service}_api")
    seen = {}
    for vendor in VENDORS:
        for table in tables:
            async with api.transaction():
                await api.execute("select set_config('app.vendor', $1, true)", vendor)
                rows = await readable(api, table, "select distinct vendor from {}")
            seen[vendor, table["name"]] = {row["vendor"] for row in rows}
    await api.close()

    for (vendor, table), vendors in seen.items():
        assert vendors <= {vendor, "*"}, table
    assert any(vendor in vendors for (vendor, _), vendors in seen.items())


@every_service
async def test_an_api_that_names_no_vendor_sees_no_vendors_rows(database_url, lived_in, service):
    api = await connected(database_url, f"{service}_api")

    for table in await tables_of(database_url, service):
        rows = await readable(api, table, "select vendor from {} where vendor <> '*'")
        assert rows == [], table["name"]
    await api.close()


@every_service
async def test_an_api_writes_no_row_of_another_vendor(database_url, lived_in, service):
    api = await connected(database_url, f"{service}_api")
    for table in await tables_of(database_url, service):
        name = f"{table['schema']}.{table['name']}"
        if not await api.fetchval("select has_table_privilege($1, 'update')", name):
            continue
        async with api.transaction():
            await api.execute("select set_config('app.vendor', 'cryptopro', true)")
            touched = await api.execute(
                f"update {name} set vendor = vendor where vendor = 'technokad'"
            )
            assert touched == "UPDATE 0", name
            rows = await api.fetchval(f"select count(*) from {name} where vendor = 'cryptopro'")
        if rows:
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
                await api.execute(
                    "begin; select set_config('app.vendor', 'cryptopro', true);"
                    f" update {name} set vendor = 'technokad' where vendor = 'cryptopro'"
                )
            await api.execute("rollback")
    await api.close()


@every_service
async def test_every_table_with_a_vendor_is_guarded_even_from_its_owner(
    database_url, lived_in, service
):
    tables = await tables_of(database_url, service)

    assert [table["name"] for table in tables if not table["is_guarded"]] == []


@every_service
async def test_what_an_api_reads_without_a_vendor_is_nobodys(database_url, lived_in, service):
    owner = await asyncpg.connect(database_url)
    found = await owner.fetch(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p', 'v', 'm') and n.nspname ~ $1"
        " and has_table_privilege($2, c.oid, 'select') and not exists (select from pg_attribute a"
        " where a.attrelid = c.oid and a.attname = 'vendor')",
        schema_of(service),
        f"{service}_api",
    )
    await owner.close()

    assert {row["relname"] for row in found} <= NOBODYS


@every_service
async def test_neither_role_of_a_service_can_step_over_the_guard(database_url, lived_in, service):
    owner = await asyncpg.connect(database_url)
    roles = await owner.fetch(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname = any($1)",
        [f"{service}_api", f"{service}_runtime"],
    )
    owned = await owner.fetch(
        "select c.oid::regclass::text from pg_class c join pg_roles r on r.oid = c.relowner"
        " where r.rolname = any($1)",
        [f"{service}_api", f"{service}_runtime"],
    )
    memberships = await owner.fetch(
        "select m.rolname from pg_auth_members a join pg_roles m on m.oid = a.member"
        " where m.rolname = any($1)",
        [f"{service}_api", f"{service}_runtime"],
    )
    await owner.close()

    assert len(roles) == 2
    assert {value for role in roles for name, value in role.items() if name != "rolname"} == {False}
    assert owned == []
    assert memberships == []


@every_service
@pytest.mark.parametrize("kind", ["api", "runtime"])
async def test_a_services_roles_read_no_other_services_tables(
    database_url, lived_in, service, kind
):
    role = await connected(database_url, f"{service}_{kind}")
    others = [name for name in NAMES if name != service]

    for other in others:
        for table in await tables_of(database_url, other):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await role.fetch(f"select 1 from {table['schema']}.{table['name']} limit 1")
    await role.close()


def readings():
    """Every GET of every service, from its OpenAPI document."""
    for service in SERVICES:
        for path, methods in paths(service.name):
            if "get" in methods and path not in PUBLISHED:
                yield pytest.param(service.name, path, id=f"{service.name} {path}")


@pytest.mark.parametrize(("service", "path"), [*readings()])
@pytest.mark.parametrize("vendor", VENDORS)
async def test_no_answer_shows_anything_of_another_vendor(world, lived_in, vendor, service, path):
    (other,) = set(VENDORS) - {vendor}
    theirs = lived_in[other]
    named = {
        "ticket_id": theirs["ticket_id"],
        "contact_id": theirs["contact_id"],
        "number": theirs["number"],
        "complaint_id": theirs["complaint_id"],
        "engineer_id": world.engineers["anna" if other == "cryptopro" else "vera"],
        "entitlement_id": await an_entitlement(world, other),
        "edition": f"{other}-2015",
    }
    needed = {
        "entitlements/check": {"number": RIGHTS[other]},
        "entitlements/own": {"email": REQUESTS[other]["contact"]["email"]},
        "explain": EXPLAINED[vendor],
        "regulations/{edition}/differences": {"from": named["edition"]},
    }.get(path, {})

    answer = await world.ask(service, path.format(**named), world.keys[vendor]["all"], **needed)

    if "{" in path:
        own = await world.ask(service, path.format(**named), world.keys[other]["all"], **needed)
        assert own.status_code == THERE.get(path, 200), own.text
        is_a_problem(answer, 404)
    elif path in OF_ALL:
        is_a_problem(answer, 403)
    else:
        assert answer.status_code == 200, answer.text
        for secret in (*WORDS[other], *named.values()):
            assert secret not in answer.text


async def test_another_vendors_right_is_an_unknown_number(world, lived_in):
    key = world.keys["technokad"]["all"]

    answer = await world.ask("entitlement", "entitlements/check", key, number=RIGHTS["cryptopro"])

    assert (answer.json()["outcome"], answer.json()["lack"]) == ("denied", "unknown")


async def an_entitlement(world, vendor):
    key = world.keys[vendor]["administrator"]
    page = (await world.ask("entitlement", "entitlements", key)).json()
    return page["items"][0]["entitlement_id"]


def acts():
    """Every POST on something that exists, with the first example of its body."""
    for service in SERVICES:
        for path, methods in paths(service.name):
            if "post" in methods and "{" in path and not path.startswith(PUBLISHED):
                body = example(document(service.name), methods["post"])
                yield pytest.param(service.name, path, body, id=f"{service.name} {path}")


def example(document, operation):
    if "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    if "examples" in schema:
        return schema["examples"][0]
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["examples"][0]


@pytest.mark.parametrize(("service", "path", "body"), [*acts()])
async def test_no_act_reaches_anything_of_another_vendor(world, lived_in, service, path, body):
    theirs = lived_in["cryptopro"]
    keys = await world.ask("intake", "keys", world.keys["cryptopro"]["administrator"])
    named = {
        "ticket_id": theirs["ticket_id"],
        "contact_id": theirs["contact_id"],
        "key_id": keys.json()["items"][0]["key_id"],
        "entitlement_id": await an_entitlement(world, "cryptopro"),
        "number": "K-1001",
        "message_id": theirs["ticket_id"],
    }
    before = await written(world)

    path = path.format_map(defaultdict(lambda: theirs["ticket_id"], named))
    answer = await world.post(service, path, world.keys["technokad"]["all"], body)

    problem = is_a_problem(answer, 404)
    assert "openapi" not in problem["detail"]
    assert await written(world) == before


async def written(world):
    """How many events each service has written."""
    found = {}
    for name, replica in world.desk.replicas.items():
        async with replica.database.reading(None) as db:
            found[name] = await db.fetchval("select count(*) from events")
    return found


async def readable(db, table, query):
    """Rows of a table; none where the role may not read it at all."""
    try:
        async with db.transaction():
            return await db.fetch(query.format(f"{table['schema']}.{table['name']}"))
    except asyncpg.InsufficientPrivilegeError:
        return []
