-- Players whose words up to an instant are not kept under their name. Read by every write, so that neither a
-- message that is still under way nor a replay brings anything back.
CREATE TABLE persistence.erasure (
    player_id text PRIMARY KEY,
    pseudonym text NOT NULL UNIQUE,
    mode text NOT NULL CHECK (mode IN ('ERASE', 'PSEUDONYMISE')),
    through timestamptz NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    rows_changed bigint NOT NULL DEFAULT 0,
    finished_at timestamptz
);
COMMENT ON COLUMN persistence.erasure.through IS 'the newest createdAt that it covers';
COMMENT ON COLUMN persistence.erasure.finished_at IS 'null while rows are still being changed';
