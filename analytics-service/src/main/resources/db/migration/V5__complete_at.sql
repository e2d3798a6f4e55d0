ALTER TABLE progress ADD COLUMN complete_at bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN progress.complete_at IS 'next_offset when complete_until was told: while next_offset lies before it, the log is counted again and complete_until says nothing';
