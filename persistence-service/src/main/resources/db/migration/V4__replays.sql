-- Parts of the log that an operator had read again, and how far that is. Instances share the partitions of a
-- replay among themselves: each is leased to one that renews the lease while it works.
CREATE TABLE persistence.replay (
    id uuid PRIMARY KEY,
    log_epoch integer NOT NULL,
    asked text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN persistence.replay.asked IS 'from where, as the operator said it';

CREATE TABLE persistence.replay_partition (
    replay_id uuid NOT NULL REFERENCES persistence.replay ON DELETE CASCADE,
    log_partition integer NOT NULL,
    from_offset bigint NOT NULL,
    upto_offset bigint NOT NULL,
    next_offset bigint NOT NULL,
    stored bigint NOT NULL DEFAULT 0,
    duplicate bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    worker text,
    leased_until timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (replay_id, log_partition)
);
COMMENT ON COLUMN persistence.replay_partition.next_offset IS 'everything before it is done';
