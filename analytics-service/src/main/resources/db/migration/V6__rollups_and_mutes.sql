-- Hours and days whose roll-up has to be made. The transaction that counts a message writes its windows here; the roll-up takes them
-- out again with the rows it makes. So which windows are due is known without reading the minutes.
CREATE TABLE rollup_due (
    grain      text        NOT NULL,
    starts_at  timestamptz NOT NULL,
    claim      uuid,
    claimed_at timestamptz,
    PRIMARY KEY (grain, starts_at)
);
COMMENT ON COLUMN rollup_due.claim IS 'who makes it; null again when a message changes the window meanwhile';

-- What has minutes and no roll-up: from one hour that has minutes to the next, however many there are.
WITH RECURSIVE hour (h) AS (
    SELECT date_trunc('hour', min(minute), 'UTC') FROM activity
    UNION ALL
    SELECT (SELECT date_trunc('hour', min(a.minute), 'UTC') FROM activity a WHERE a.minute >= hour.h + interval '1 hour')
    FROM hour WHERE hour.h IS NOT NULL),
missing (grain, starts_at) AS (
    SELECT 'hour', h FROM hour WHERE h IS NOT NULL
    UNION SELECT 'day', date_trunc('day', h, 'UTC') FROM hour WHERE h IS NOT NULL)
INSERT INTO rollup_due (grain, starts_at)
SELECT grain, starts_at FROM missing m
WHERE NOT EXISTS (SELECT FROM rollup r WHERE r.grain = m.grain AND r.starts_at = m.starts_at AND r.kind = '' AND r.room_id = '');

-- By one alert a player is muted once.
CREATE INDEX moderation_audit_by_alert ON moderation_audit (alert_id) WHERE alert_id IS NOT NULL;
