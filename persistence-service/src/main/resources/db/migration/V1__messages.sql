-- The logs that were read, oldest first. A topic that is deleted and made again is another log.
CREATE TABLE persistence.log_epoch (
    seq integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch text NOT NULL UNIQUE,
    topic_id text NOT NULL UNIQUE,
    first_seen timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN persistence.log_epoch.epoch IS 'first 8 hex digits of the topic id, as cursors carry it';

-- One row per message, whatever is read twice. log_epoch has no foreign key: a check per row buys nothing,
-- the service writes the epoch before the first row that names it.
CREATE TABLE persistence.message (
    message_id uuid PRIMARY KEY,
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
    ai_sources text[]
);
COMMENT ON COLUMN persistence.message.kind IS 'chat or aichat';
COMMENT ON COLUMN persistence.message.receiver_id IS 'only on whispers';
COMMENT ON COLUMN persistence.message.ai_response_time IS 'milliseconds';

-- A room's history, newest first: its order is the log's.
CREATE INDEX message_history ON persistence.message (kind, room_id, log_epoch DESC, log_offset DESC);
