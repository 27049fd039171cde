"""Which requests ask the same: those that share words, found through the index of words."""

from services.views.projections.texts import SPELT

WORDS_TAKEN = 8
"""Rare ones before those that many texts have, of the subject before of the body, the longest
first: these say most."""
COMMON = 0.02
"""The part of all texts from which on a word is common, by the counts that Postgres keeps."""
COMPARED = 1000
"""How many texts are compared, of those that share two of the words, one of them rare."""

SUBJECT = SPELT.format("coalesce(title, subject, '')")
QUOTED = r"'''' || replace(replace({}, '\', '\\'), '''', '''''') || ''''"

# For the same reason as `tickets_found`. `owner`: only tickets of this client; null: of all.
LIKENESS = f"""
    create or replace function tickets_like(wanted text, owner text, most int)
        returns table (found text, likeness real)
        language sql stable security definer
        begin atomic
            with common as (
                select array_agg(m.word) filter (where m.part > {COMMON}) as words
                from pg_stats s join pg_namespace n on n.nspname = s.schemaname
                    join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename,
                    unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs)
                        as m (word, part)
                where c.oid = 'texts'::regclass and s.attname = 'words'
                    and m.word is not null
            ), said as (
                select lexeme, min(part) as part,
                    lexeme = any (coalesce((select words from common), '{{}}')) as is_common
                from texts, lateral (
                    select lexeme, 0 as part
                        from unnest(to_tsvector('russian'::regconfig, {SUBJECT}))
                    union all select lexeme, 1 from unnest(words)
                ) l
                where ticket_id = wanted and vendor = current_setting('app.vendor', true)
                group by lexeme
                order by is_common, part, length(lexeme) desc, lexeme limit {WORDS_TAKEN}
            ), asked as (
                select array(
                    select lexeme from said order by is_common, part, length(lexeme) desc, lexeme
                ) as taken, (
                    select count(*) from said where not is_common
                ) as rare
            ), pairs as (
                select string_agg(
                    {QUOTED.format("one.word")} || '&' || {QUOTED.format("other.word")}, '|'
                )::tsquery as query
                from asked, unnest(taken) with ordinality one (word, place),
                    unnest(taken) with ordinality other (word, place)
                where one.place <= greatest(rare, 1)
                    and (one.place < other.place or cardinality(taken) = 1)
            ), alike as (
                select x.ticket_id, x.submitted_at, (
                    select count(*) from unnest((select taken from asked)) word
                    where word = any (tsvector_to_array(x.words))
                )::real / cardinality((select taken from asked)) as likeness
                from (
                    select t.ticket_id, t.submitted_at, x.words
                    from texts x join tickets t on t.ticket_id = x.ticket_id
                        and (owner is null or t.client = owner)
                    where x.words @@ (select query from pairs)
                        and x.vendor = current_setting('app.vendor', true)
                        and x.ticket_id <> wanted
                    limit {COMPARED}
                ) x
            )
            select ticket_id, likeness from alike
                order by likeness desc, submitted_at desc, ticket_id limit most;
        end;
"""
