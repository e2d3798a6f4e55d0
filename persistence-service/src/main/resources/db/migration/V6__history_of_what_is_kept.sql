-- A room's history, both ways, without what was erased: a page of a room that was mostly erased reads no more rows than another's.
DROP INDEX persistence.message_history;
CREATE INDEX message_history ON persistence.message (kind, room_id, log_epoch DESC, log_offset DESC)
    WHERE NOT erased;
