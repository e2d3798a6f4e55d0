-- What may be part of a raid is written as one row a batch and minute instead of one row a message. Only messages of raids still have
-- a row of their own, in raid_message.
CREATE TABLE text_batch (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch      text        NOT NULL,
    minute     bigint      NOT NULL,
    texts      bytea       NOT NULL,
    details    bytea       NOT NULL,
    rooms      text[]      NOT NULL,
    asked      boolean     NOT NULL DEFAULT false,
    written_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN text_batch.minute IS 'minutes of event time since 1970';
COMMENT ON COLUMN text_batch.texts IS '8 bytes a message: the hash of its text';
COMMENT ON COLUMN text_batch.details IS '28 bytes a message: int8 hash of the player''s id, int4 milliseconds in the minute, int4 partition, int8 offset, int4 index in rooms';
COMMENT ON COLUMN text_batch.asked IS 'whoever reads it also looks for its texts, because its writer sees only its own kind';
CREATE INDEX text_batch_by_minute ON text_batch (minute);
CREATE INDEX text_batch_by_time ON text_batch USING brin (written_at);
-- Hashes don't compress.
ALTER TABLE text_batch ALTER COLUMN texts SET STORAGE EXTERNAL, ALTER COLUMN details SET STORAGE EXTERNAL;

CREATE TABLE raid_message (
    text_hash   bigint      NOT NULL,
    said_ms     bigint      NOT NULL,
    epoch       text        NOT NULL,
    partition   int         NOT NULL,
    log_offset  bigint      NOT NULL,
    player_hash bigint      NOT NULL,
    room_id     text        NOT NULL,
    written_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (text_hash, said_ms, epoch, partition, log_offset)
);
COMMENT ON COLUMN raid_message.said_ms IS 'event time in milliseconds since 1970';
CREATE INDEX raid_message_by_time ON raid_message USING brin (written_at);

-- Instances of the release before this one still write saying while they are replaced: new ones see that as batches.
CREATE FUNCTION saying_as_text_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO analytics.text_batch (epoch, minute, texts, details, rooms, asked)
    SELECT epoch, minute,
        string_agg(int8send(text_hash), ''::bytea ORDER BY partition, log_offset),
        string_agg(int8send(player_hash) || int4send((said_ms - minute * 60000)::int) || int4send(partition)
            || int8send(log_offset) || int4send((room - 1)::int), ''::bytea ORDER BY partition, log_offset),
        array_agg(DISTINCT room_id ORDER BY room_id), true
    FROM (SELECT *, dense_rank() OVER (PARTITION BY epoch, minute ORDER BY room_id) AS room
        FROM (SELECT *, floor(said_ms / 60000.0)::bigint AS minute FROM written) AS w) AS r
    GROUP BY epoch, minute;
    RETURN NULL;
END $$;
CREATE TRIGGER saying_as_text_batch AFTER INSERT ON saying
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION saying_as_text_batch();

-- An attack that goes on is counted from its beginning: what was written within two slots, and whose text several players said.
CREATE TEMPORARY TABLE recent ON COMMIT DROP AS
SELECT * FROM saying WHERE written_at > now() - interval '21 minutes';
INSERT INTO raid_message
SELECT * FROM recent WHERE text_hash IN (
    SELECT text_hash FROM recent GROUP BY text_hash HAVING count(DISTINCT player_hash) > 1);
-- The same rows once more: the trigger makes batches of them.
DELETE FROM saying WHERE written_at > now() - interval '3 minutes';
INSERT INTO saying SELECT * FROM recent WHERE written_at > now() - interval '3 minutes';
