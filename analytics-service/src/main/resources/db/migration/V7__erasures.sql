-- Players whose ids are not kept, from topic erasures. To know what to keep out, the table holds the id.
CREATE TABLE erasure (
    player_id  text        NOT NULL PRIMARY KEY,
    pseudonym  text        NOT NULL,
    through    timestamptz NOT NULL,
    version    bigint      NOT NULL,
    next_hour  timestamptz,
    claimed_at timestamptz,
    done_at    timestamptz
);
CREATE SEQUENCE erasure_version;
CREATE UNIQUE INDEX erasure_by_version ON erasure (version);
CREATE INDEX erasure_open ON erasure (version) WHERE done_at IS NULL;
COMMENT ON COLUMN erasure.through IS 'the newest event time that it covers';
COMMENT ON COLUMN erasure.version IS 'grows with each change, in the order of commits: whoever writes under a player''s id looks for newer ones first';
COMMENT ON COLUMN erasure.next_hour IS 'minutes before this are done; null: none is';

CREATE INDEX session_by_player ON session (player_id);
CREATE INDEX alert_by_subject ON alert (subject_id);
CREATE INDEX moderation_audit_by_player ON moderation_audit (player_id);

ALTER TABLE moderation ADD COLUMN forget boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN moderation.forget IS 'to be told as a record without a value, and deleted';
