-- The log of one service, which is also its outbox, and what its runtime must remember.
create table if not exists log_settings (
    single bool primary key default true check (single),
    shards int  not null
);

create table if not exists events (
    shard          int         not null,
    position       bigint      not null,
    stream         text        not null,
    stream_version int         not null,
    id             uuid        not null,
    type           text        not null,
    version        int         not null,
    vendor         text        not null,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    correlation    uuid        not null,
    causation      uuid,
    traceparent    text        not null,
    facts          json        not null,
    primary key (shard, position),
    unique (stream, stream_version)
);

create table if not exists personal (
    event_id uuid primary key,
    shard    int  not null,
    vendor   text not null,
    person   text not null,
    own      bool not null,
    half     json not null
);
create index if not exists personal_person on personal (person);

create table if not exists erased_persons (
    person    text primary key,
    erased_at timestamptz not null default clock_timestamp()
);

create table if not exists tombstones (
    event_id uuid primary key,
    shard    int not null
);

create table if not exists relayed (
    shard        int primary key,
    position     bigint not null,
    topic_offset bigint not null
);

create table if not exists closed_shards (
    shard     int primary key,
    reason    text        not null,
    closed_at timestamptz not null default clock_timestamp()
);

create table if not exists watermarks (
    source   text   not null,
    shard    int    not null,
    position bigint not null,
    last_id  uuid   not null,
    primary key (source, shard)
);

create table if not exists offsets (
    topic       text   not null,
    shard       int    not null,
    next_offset bigint not null,
    primary key (topic, shard)
);

create table if not exists parked_keys (
    key        text primary key,
    shard      int         not null,
    vendor     text        not null,
    error      text        not null,
    waits_for  text,
    attempts   int         not null,
    parked_at  timestamptz not null default clock_timestamp(),
    retry_at   timestamptz
);

create table if not exists parked_events (
    key      text   not null,
    sequence bigint generated always as identity,
    record   jsonb  not null,
    primary key (key, sequence)
);

create table if not exists skipped_events (
    source     text        not null,
    shard      int         not null,
    position   bigint      not null,
    key        text        not null,
    reason     text        not null,
    skipped_at timestamptz not null default clock_timestamp(),
    primary key (source, shard, position)
);

create table if not exists aliens (
    topic        text        not null,
    shard        int         not null,
    topic_offset bigint      not null,
    reason       text        not null,
    headers      text        not null,
    value        bytea,
    found_at     timestamptz not null default clock_timestamp(),
    primary key (topic, shard, topic_offset)
);

create table if not exists errands (
    id          uuid primary key,
    shard       int         not null,
    vendor      text        not null,
    command     text        not null,
    body        jsonb       not null,
    correlation uuid        not null,
    causation   uuid,
    traceparent text        not null,
    attempts    int         not null default 0,
    next_at     timestamptz not null default clock_timestamp(),
    error       text
);
create index if not exists errands_due on errands (shard, next_at);

create table if not exists tasks (
    shard       int         not null,
    position    bigint      not null,
    attempts    int         not null default 0,
    next_at     timestamptz not null,
    lease_until timestamptz,
    refilled    bool        not null default false,
    primary key (shard, position)
);
create index if not exists tasks_due on tasks (shard, next_at);

create or replace function head(of_shard int) returns bigint
    language sql stable security definer
    return (select coalesce(max(position), 0) from events where shard = of_shard);
