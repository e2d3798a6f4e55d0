-- Ids are claimed only by messages that may come twice, those whose sender chose the id. What may be part of a raid has a table of
-- its own: of numbers, with one index.
DROP INDEX seen_message_by_text;
ALTER TABLE seen_message
    DROP COLUMN text_hash,
    DROP COLUMN player_id,
    DROP COLUMN said_at;

CREATE TABLE saying (
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
COMMENT ON COLUMN saying.said_ms IS 'event time in milliseconds since 1970';
CREATE INDEX saying_by_time ON saying USING brin (written_at);
