-- Messages by time: one partition per span of message ids. A UUIDv7 begins with its time, so the id is the
-- primary key and the partition key at once. The room is part of the key: who copies another's id into
-- a room of his own must not make the other's row vanish.

ALTER TABLE persistence.message RENAME TO message_v1;
ALTER TABLE persistence.message_v1 RENAME CONSTRAINT message_pkey TO message_v1_pkey;
ALTER INDEX persistence.message_history RENAME TO message_v1_history;

CREATE TABLE persistence.message (
    message_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    log_offset bigint NOT NULL,
    log_epoch integer NOT NULL,
    log_partition integer NOT NULL,
    turn_number bigint,
    message_order bigint,
    ai_response_time bigint,
    kind text NOT NULL,
    type text NOT NULL,
    room_id text NOT NULL,
    sender_id text NOT NULL,
    receiver_id text,
    sender_nickname text NOT NULL,
    content text NOT NULL,
    game_id text,
    ai_sources text[],
    erased boolean NOT NULL DEFAULT false,
    PRIMARY KEY (message_id, room_id)
) PARTITION BY RANGE (message_id);
COMMENT ON COLUMN persistence.message.kind IS 'chat or aichat';
COMMENT ON COLUMN persistence.message.receiver_id IS 'only on whispers';
COMMENT ON COLUMN persistence.message.ai_response_time IS 'milliseconds';
COMMENT ON COLUMN persistence.message.erased IS 'the text was erased on request; the row stays so that no replay brings it back';

-- A room's history, both ways: its order is the log's.
CREATE INDEX message_history ON persistence.message (kind, room_id, log_epoch DESC, log_offset DESC);
-- What one player said, for moderators and for erasure.
CREATE INDEX message_sender ON persistence.message (sender_id, created_at DESC);
-- What was whispered to one player, for erasure. Few messages are whispers.
CREATE INDEX message_receiver ON persistence.message (receiver_id) WHERE receiver_id IS NOT NULL;

-- Ids whose time lies in no partition: no UUIDv7, or one of a clock that is far off.
CREATE TABLE persistence.message_other PARTITION OF persistence.message DEFAULT;

-- The partitions there are, each from its first instant to before its last.
CREATE TABLE persistence.message_partition (
    name text PRIMARY KEY,
    from_time timestamptz NOT NULL UNIQUE,
    upto_time timestamptz NOT NULL UNIQUE CHECK (upto_time > from_time)
);

-- The smallest UUID of an instant.
CREATE FUNCTION persistence.id_at(instant timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE STRICT
    RETURN rpad(lpad(to_hex(floor(extract(epoch FROM instant) * 1000)::bigint), 12, '0'), 32, '0')::uuid;

-- The instant of an id, null if it is no UUIDv7.
CREATE FUNCTION persistence.time_of(id uuid) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN substr(id::text, 15, 1) = '7'
        THEN to_timestamp((('x' || replace(left(id::text, 13), '-', ''))::bit(48)::bigint) / 1000.0)
    END;

-- Makes one partition and moves into it what lay among the others. Does nothing if the span is taken. Readers
-- and writers wait for the rows of the table message_other only.
CREATE FUNCTION persistence.make_message_partition(from_time timestamptz, upto_time timestamptz)
    RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'message_' || to_char(from_time AT TIME ZONE 'UTC', 'YYYYMMDD');
    lowest uuid := persistence.id_at(from_time);
    beyond uuid := persistence.id_at(upto_time);
BEGIN
    IF EXISTS (SELECT FROM persistence.message_partition p
               WHERE p.from_time < make_message_partition.upto_time
                 AND p.upto_time > make_message_partition.from_time) THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE persistence.%I (LIKE persistence.message INCLUDING DEFAULTS)', name);
    LOCK TABLE persistence.message_other IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('WITH moved AS (DELETE FROM persistence.message_other'
        ' WHERE message_id >= %L AND message_id < %L RETURNING *)'
        ' INSERT INTO persistence.%I SELECT * FROM moved', lowest, beyond, name);
    EXECUTE format('ALTER TABLE persistence.message ATTACH PARTITION persistence.%I'
        ' FOR VALUES FROM (%L) TO (%L)', name, lowest, beyond);
    INSERT INTO persistence.message_partition VALUES (name, from_time, upto_time);
    RETURN true;
END $$;

-- Drops the partitions that end before an instant; answers how many.
CREATE FUNCTION persistence.drop_message_partitions(before timestamptz) RETURNS integer
    LANGUAGE plpgsql AS $$
DECLARE
    old text;
    dropped integer := 0;
BEGIN
    FOR old IN SELECT name FROM persistence.message_partition WHERE upto_time <= before ORDER BY upto_time LOOP
        EXECUTE format('DROP TABLE persistence.%I', old);
        DELETE FROM persistence.message_partition WHERE name = old;
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

-- The months that the old table spans, then every row of it.
SELECT persistence.make_message_partition(
    month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC')
FROM (
    SELECT DISTINCT date_trunc('month', persistence.time_of(message_id) AT TIME ZONE 'UTC') AS month
    FROM persistence.message_v1
    WHERE persistence.time_of(message_id) BETWEEN '2020-01-01' AND now() + interval '1 month'
) AS spanned;

INSERT INTO persistence.message (
    message_id, created_at, log_offset, log_epoch, log_partition, turn_number, message_order,
    ai_response_time, kind, type, room_id, sender_id, receiver_id, sender_nickname, content, game_id, ai_sources)
SELECT
    message_id, created_at, log_offset, log_epoch, log_partition, turn_number, message_order,
    ai_response_time, kind, type, room_id, sender_id, receiver_id, sender_nickname, content, game_id, ai_sources
FROM persistence.message_v1;

DROP TABLE persistence.message_v1;
