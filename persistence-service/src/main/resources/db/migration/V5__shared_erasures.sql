-- Erasures are done in chunks, each by the instance that has leased it, and are told to other services.
ALTER TABLE persistence.erasure
    ADD COLUMN published_at timestamptz,
    ADD COLUMN worker text,
    ADD COLUMN leased_until timestamptz;
COMMENT ON COLUMN persistence.erasure.published_at IS 'when the topic erasures had it; null until then';
