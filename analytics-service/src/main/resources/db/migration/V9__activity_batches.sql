-- Counts are written as one row a batch, kind and ten minutes, instead of a row for each minute, room and player. Every few minutes they
-- are merged into a row a room and ten minutes. The table activity holds what the releases before this one wrote.
CREATE TABLE activity_batch (
    id         bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    begins_at  timestamptz   NOT NULL,
    ends_at    timestamptz   NOT NULL,
    kind       text          NOT NULL,
    cells      int           NOT NULL,
    minutes    timestamptz[] NOT NULL,
    rooms      text[]        NOT NULL,
    players    text[]        NOT NULL,
    messages   int[]         NOT NULL,
    joins      int[],
    leaves     int[],
    whispers   int[],
    turns      int[],
    written_at timestamptz   NOT NULL DEFAULT now()
);
COMMENT ON COLUMN activity_batch.begins_at IS 'the ten minutes in which all its minutes lie';
COMMENT ON COLUMN activity_batch.ends_at IS 'the last of its minutes';
COMMENT ON COLUMN activity_batch.joins IS 'null, like the three after it, if all are 0';
CREATE INDEX activity_batch_by_time ON activity_batch (begins_at);

CREATE TABLE activity_room (
    begins_at timestamptz   NOT NULL,
    kind      text          NOT NULL,
    room_id   text          NOT NULL,
    ends_at   timestamptz   NOT NULL,
    minutes   timestamptz[] NOT NULL,
    players   text[]        NOT NULL,
    messages  int[]         NOT NULL,
    joins     int[]         NOT NULL,
    leaves    int[]         NOT NULL,
    whispers  int[]         NOT NULL,
    turns     int[]         NOT NULL,
    PRIMARY KEY (begins_at, kind, room_id)
);
CREATE INDEX activity_room_by_room ON activity_room (room_id, begins_at);

-- All counts. The same minute, room and player may be there several times: sum them. Queries must bound begins_at, which is up to ten
-- minutes before the minute, or they read everything, and should bound ends_at, which is not before it.
CREATE VIEW activity_cell AS
SELECT minute AS begins_at, minute AS ends_at, minute, kind, room_id, player_id, messages, joins, leaves, whispers, turns FROM activity
UNION ALL
SELECT r.begins_at, r.ends_at, u.minute, r.kind, r.room_id, u.player_id, u.messages, u.joins, u.leaves, u.whispers, u.turns
FROM activity_room r CROSS JOIN LATERAL unnest(r.minutes, r.players, r.messages, r.joins, r.leaves, r.whispers, r.turns)
    AS u (minute, player_id, messages, joins, leaves, whispers, turns)
UNION ALL
SELECT b.begins_at, b.ends_at, u.minute, b.kind, u.room_id, u.player_id, u.messages,
    coalesce(u.joins, 0), coalesce(u.leaves, 0), coalesce(u.whispers, 0), coalesce(u.turns, 0)
FROM activity_batch b
    CROSS JOIN LATERAL unnest(b.minutes, b.rooms, b.players, b.messages, b.joins, b.leaves, b.whispers, b.turns)
    AS u (minute, room_id, player_id, messages, joins, leaves, whispers, turns);

-- The first hour with counts that begins at this time or later.
CREATE FUNCTION hour_with_activity(since timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT date_trunc('hour', least(
        (SELECT min(minute) FROM analytics.activity WHERE minute >= since),
        (SELECT min(begins_at) FROM analytics.activity_room WHERE begins_at >= since),
        (SELECT min(begins_at) FROM analytics.activity_batch WHERE begins_at >= since)), 'UTC')
$$;

-- Instances of the release before this one go on counting and finding alerts while they are replaced. What they would do with a part of
-- the counts only must fail: roll-ups, which don't name the new column, and silence and erasures, which use the old names.
ALTER TABLE rollup ADD COLUMN whole boolean NOT NULL DEFAULT true;
ALTER TABLE rollup ALTER COLUMN whole DROP DEFAULT;
COMMENT ON COLUMN rollup.whole IS 'true: made of all counts';
ALTER TABLE overall RENAME COLUMN next_minute TO next_at;
ALTER TABLE erasure RENAME COLUMN done_at TO erased_at;
