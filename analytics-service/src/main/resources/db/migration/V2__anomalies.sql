-- How far and how complete: what any instance needs to know of the partitions of the others.
ALTER TABLE progress
    ADD COLUMN counted        bigint NOT NULL DEFAULT 0,
    ADD COLUMN lag            bigint NOT NULL DEFAULT 0,
    ADD COLUMN complete_until timestamptz;
COMMENT ON COLUMN progress.lag IS 'records behind the end of the partition, as its reader saw it last';
COMMENT ON COLUMN progress.complete_until IS 'up to this time everything that is in the partition is counted';

-- The state of the detectors of a partition. What lies between it and the progress is read again, without effects.
CREATE TABLE snapshot (
    epoch       text        NOT NULL,
    partition   int         NOT NULL,
    next_offset bigint      NOT NULL CHECK (next_offset >= 0),
    state       bytea       NOT NULL,
    taken_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch, partition)
);

ALTER TABLE activity
    ADD COLUMN joins    int NOT NULL DEFAULT 0,
    ADD COLUMN leaves   int NOT NULL DEFAULT 0,
    ADD COLUMN whispers int NOT NULL DEFAULT 0,
    ADD COLUMN turns    int NOT NULL DEFAULT 0;

-- The first record of each message: within a room the first with an id wins. The hash of its text, where it may be part of a raid.
DROP TABLE seen_message;
CREATE TABLE seen_message (
    message_id uuid        NOT NULL,
    room_id    text        NOT NULL,
    epoch      text        NOT NULL,
    partition  int         NOT NULL,
    log_offset bigint      NOT NULL,
    text_hash  bigint,
    player_id  text,
    said_at    timestamptz,
    counted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, room_id)
);
CREATE INDEX seen_message_by_time ON seen_message USING brin (counted_at);
CREATE INDEX seen_message_by_text ON seen_message (text_hash, said_at) WHERE text_hash IS NOT NULL;

CREATE TABLE player (
    player_id text        NOT NULL PRIMARY KEY,
    first_at  timestamptz NOT NULL
);
COMMENT ON COLUMN player.first_at IS 'event time of the player''s first message: new in the window that holds it, returning later';
CREATE INDEX player_by_time ON player (first_at);

CREATE TABLE session (
    kind       text        NOT NULL,
    room_id    text        NOT NULL,
    player_id  text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL,
    messages   bigint      NOT NULL,
    PRIMARY KEY (kind, room_id, player_id, started_at)
);
CREATE INDEX session_by_time ON session (ended_at);

CREATE TABLE answer (
    epoch       text        NOT NULL,
    partition   int         NOT NULL,
    log_offset  bigint      NOT NULL,
    room_id     text        NOT NULL,
    answered_at timestamptz NOT NULL,
    reported_ms bigint,
    observed_ms bigint,
    PRIMARY KEY (epoch, partition, log_offset)
);
CREATE INDEX answer_by_time ON answer (answered_at);

-- Everything in an alert is a function of the log. Open or over follows from ends_at.
CREATE TABLE alert (
    id           uuid        NOT NULL PRIMARY KEY,
    kind         text        NOT NULL,
    subject_type text        NOT NULL,
    subject_id   text        NOT NULL,
    room_id      text,
    severity     text        NOT NULL,
    started_at   timestamptz NOT NULL,
    raised_at    timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    messages     bigint      NOT NULL,
    players      int         NOT NULL,
    cursors      text[]      NOT NULL
);
CREATE INDEX alert_by_time ON alert (raised_at);
CREATE INDEX alert_by_end ON alert (ends_at);

-- What has to be told to topic game-alerts: at least once, under the alert's id.
CREATE TABLE alert_notice (
    alert_id     uuid        NOT NULL,
    state        text        NOT NULL,
    severity     text        NOT NULL,
    action       text        NOT NULL,
    due_at       timestamptz NOT NULL,
    told_at      timestamptz,
    PRIMARY KEY (alert_id, state)
);
CREATE INDEX alert_notice_due ON alert_notice (due_at) WHERE told_at IS NULL;

-- Who may not write, and the decisions that led there.
CREATE TABLE moderation (
    player_id   text        NOT NULL PRIMARY KEY,
    muted       boolean     NOT NULL,
    muted_until timestamptz,
    reason      text        NOT NULL,
    decided_by  text        NOT NULL,
    decided_at  timestamptz NOT NULL,
    version     bigint      NOT NULL,
    told        bigint      NOT NULL DEFAULT 0
);
CREATE INDEX moderation_untold ON moderation (player_id) WHERE told < version;
CREATE TABLE moderation_audit (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    player_id   text        NOT NULL,
    muted       boolean     NOT NULL,
    muted_until timestamptz,
    reason      text        NOT NULL,
    decided_by  text        NOT NULL,
    decided_at  timestamptz NOT NULL,
    alert_id    uuid
);
CREATE INDEX moderation_audit_by_time ON moderation_audit (decided_at);

-- Hours and days that are over, per room, per kind (room '') and over all (kind and room ''). Made of activity, made again
-- when a late message changes it.
CREATE TABLE rollup (
    grain     text        NOT NULL,
    starts_at timestamptz NOT NULL,
    kind      text        NOT NULL,
    room_id   text        NOT NULL,
    messages  bigint      NOT NULL,
    joins     bigint      NOT NULL,
    leaves    bigint      NOT NULL,
    whispers  bigint      NOT NULL,
    turns     bigint      NOT NULL,
    players   bytea       NOT NULL,
    PRIMARY KEY (grain, starts_at, kind, room_id)
);
COMMENT ON COLUMN rollup.players IS 'the players as a set that can be merged: exact up to a bound, then a HyperLogLog';

-- What is known of all messages together, minute by minute.
CREATE TABLE overall (
    epoch       text        NOT NULL PRIMARY KEY,
    next_minute timestamptz NOT NULL,
    state       bytea
);
