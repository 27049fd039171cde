"""Which requests ask the same: those that share words, found through the index of words."""

from services.views.projections.texts import SPELT

WORDS_TAKEN = 8
"""Rare ones before those that many texts have, of the subject before of the body, the longest
first: these say most."""
COMMON = 0.02
"""The part of all texts from which on a word is common, by the counts that Postgres keeps."""
COMPARED = 1000
"""How many texts are compared, of those that share two of the words, one of them rare."""
NEAREST = 200
"""Where there are more of them: how many that have all the words are compared as well."""
NEWEST = 1000
"""There, and where no word is rare, so that most texts share some: how many of the newest."""

SUBJECT = SPELT.format("coalesce(title, subject, '')")
QUOTED = r"'''' || replace(replace({}, '\', '\\'), '''', '''''') || ''''"
BY_WORDS = """
    select x.ticket_id, t.submitted_at, x.words
    from texts x join tickets t on t.ticket_id = x.ticket_id and (owner is null or t.client = owner)
    where x.words @@ {} and x.vendor = current_setting('app.vendor', true) limit {}
"""
LAST = f"""
    select ticket_id, submitted_at from tickets
    where vendor = current_setting('app.vendor', true) and {{}}
    order by submitted_at desc, ticket_id desc limit {NEWEST}
"""

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
            ), queries as (
                select string_agg(pair, '|')::tsquery as two,
                    (string_agg(pair, '|') filter (where is_rare))::tsquery as two_one_rare,
                    (string_agg(pair, '&') filter (where has_rare))::tsquery as every,
                    (select array_agg(({QUOTED.format("word")})::tsquery)
                        from asked, unnest(taken) word) as each
                from (
                    select one.place <= rare as is_rare, rare > 0 as has_rare,
                        {QUOTED.format("one.word")} || '&' || {QUOTED.format("other.word")} as pair
                    from asked, unnest(taken) with ordinality one (word, place),
                        unnest(taken) with ordinality other (word, place)
                    where one.place < other.place or cardinality(taken) = 1
                ) pairs
            ), shares as materialized (
                {BY_WORDS.format("(select two_one_rare from queries)", COMPARED)}
            ), many as (
                select (select rare from asked) = 0
                    or (select count(*) from shares) = {COMPARED} as yes
            ), found as (
                select * from shares
                union all select * from (
                    {BY_WORDS.format("(select every from queries)", NEAREST)}
                ) nearest where (select yes from many)
                union all select l.ticket_id, l.submitted_at, x.words from (
                    select * from ({LAST.format("owner is null")}) of_all
                    union all select * from ({LAST.format("client = owner")}) own
                ) l cross join lateral (
                    select words from texts where texts.ticket_id = l.ticket_id offset 0
                ) x where (select yes from many) and x.words @@ (select two from queries)
            ), alike as (
                select distinct ticket_id, submitted_at, (
                    select count(*) from unnest(each) word where words @@ word
                )::real / cardinality(each) as likeness
                from found, queries where ticket_id <> wanted
            )
            select ticket_id, likeness from alike
                order by likeness desc, submitted_at desc, ticket_id limit most;
        end;
"""
