-- Of a log that is new to the service every partition is read from its beginning, whatever the group has committed: that may be
-- an offset of the topic that had the name before. Null for the logs that were read before this was noted: all are begun.
ALTER TABLE persistence.log_epoch ADD COLUMN begun integer[];
ALTER TABLE persistence.log_epoch ALTER COLUMN begun SET DEFAULT '{}';
COMMENT ON COLUMN persistence.log_epoch.begun IS 'partitions of which the group has committed an offset of this log';
