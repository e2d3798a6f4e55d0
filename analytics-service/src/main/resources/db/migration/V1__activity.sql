-- How far the log is counted. Read and locked first and advanced last in the transaction that counts.
CREATE TABLE progress (
    epoch       text   NOT NULL,
    partition   int    NOT NULL,
    next_offset bigint NOT NULL CHECK (next_offset >= 0),
    PRIMARY KEY (epoch, partition)
);
COMMENT ON COLUMN progress.epoch IS 'first 8 hex digits of the topic''s id: a topic made anew starts at 0 again';
COMMENT ON COLUMN progress.next_offset IS 'the first offset that is not counted yet';

-- Messages per minute of their createdAt, per room and player. Everything else is summed from here.
CREATE TABLE activity (
    minute    timestamptz NOT NULL,
    kind      text        NOT NULL,
    room_id   text        NOT NULL,
    player_id text        NOT NULL,
    messages  int         NOT NULL CHECK (messages > 0),
    PRIMARY KEY (minute, kind, room_id, player_id)
);
CREATE INDEX activity_by_room ON activity (room_id, minute);

-- Which messages are counted, so that a retry that reached the log twice counts once.
CREATE TABLE seen_message (
    partition  int         NOT NULL,
    message_id uuid        NOT NULL,
    counted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (partition, message_id)
);
CREATE INDEX seen_message_by_time ON seen_message USING brin (counted_at);
