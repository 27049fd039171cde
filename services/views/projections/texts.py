"""What people wrote in their requests: kept apart, so that it can be searched and erased."""

from libs.events.base import readable
from libs.events.intake import DraftFiled, TicketRetitled, TicketSubmitted
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _texts(event: TicketSubmitted, _record: Record) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "contact_id": event.contact_id,
        "subject": readable(event.subject),
        "body": readable(event.body),
        "answers": readable(event.answers),
        "title": None,
        "contact": None if event.contact_is_known else readable(event.contact),
    }


def _filed_texts(row: Row, event: DraftFiled, _record: Record) -> Row:
    answers = {**(row["answers"] or {}), **(readable(event.answers) or {})}
    said = {"subject": readable(event.subject), "body": readable(event.body)}
    return said | {"answers": answers}


# The Russian stemmer takes «подпись» for a reflexive verb and cuts it to «подп», which none of its
# other forms have; so such words are indexed and asked for as «подписи».
SPELT = r"regexp_replace({}, '(пис|мес)ь\M', '\1и', 'gi')"
SAID = SPELT.format(
    "coalesce(title, '') || ' ' || coalesce(subject, '') || ' ' || coalesce(body, '')"
)


# Apart from the tickets: written once, and again where a draft is filed or a better title given, so
# that no other event pays for its words, and none that is taken in beside an erasure can bring a
# text back.
TEXTS = table(
    "texts",
    f"""
        ticket_id text, vendor text not null, contact_id text not null, subject text, body text,
        title text, answers jsonb, contact jsonb,
        words tsvector generated always as (to_tsvector('russian'::regconfig, {SAID})) stored
    """,
    keyed_by=("ticket_id",),
    begins={TicketSubmitted: _texts},
    changes={
        DraftFiled: _filed_texts,
        TicketRetitled: lambda row, event, _: {"title": readable(event.subject)},
    },
    indexes="""
        create index if not exists texts_words on texts using gin (words);
        create index if not exists texts_contact on texts (contact_id);
    """,
    personal=dict.fromkeys(("subject", "title", "body", "answers", "contact"), "contact_id"),
)

# Under row-level security `@@` may not use the index; here it may, and the vendor is added.
SEARCH = f"""
    create or replace function tickets_found(wanted text) returns setof text
        language sql stable security definer
        begin atomic
            select ticket_id from texts where vendor = current_setting('app.vendor', true)
                and words @@ websearch_to_tsquery('russian'::regconfig, {SPELT.format("wanted")});
        end;
"""
