package org.dungeontalk.analytics.rollup;

import org.dungeontalk.analytics.activity.Granularity;

/**
 * SQL for the sources of a span's numbers: the roll-ups of its windows; for unfinished days the
 * roll-ups of their hours; and the minutes of due hours. So no minute of a rolled-up window is
 * read. $1 and $2 are the span.
 */
public final class TimelineSources {

    private static final String ROLLED =
            """
            analytics.rollup r WHERE r.grain = '%s' AND r.starts_at >= $1 AND r.starts_at < $2\
            """;

    private static final String HOURS_OF_OPEN_DAYS =
            """
            analytics.rollup r WHERE r.grain = 'hour' AND r.starts_at >= $1 AND r.starts_at < $2
                AND NOT EXISTS (SELECT FROM analytics.rollup d WHERE d.grain = 'day' AND d.kind = ''
                    AND d.room_id = '' AND d.starts_at = date_trunc('day', r.starts_at, 'UTC'))\
            """;

    /** Counts of a due hour begin in one of its minutes. */
    private static final String MINUTES_OF_DUE_HOURS =
            """
            analytics.activity_cell a WHERE a.begins_at = ANY (ARRAY(
                SELECT u.starts_at + m * interval '1 minute'
                FROM analytics.rollup_due u CROSS JOIN generate_series(0, 59) AS m
                WHERE u.grain = 'hour' AND u.starts_at >= $1 AND u.starts_at < $2))\
            """;

    private static final String MINUTES =
            """
            analytics.activity_cell a WHERE a.minute >= $1 AND a.minute < $2
                AND a.begins_at > $1::timestamptz - interval '10 minutes' AND a.begins_at < $2
                AND a.ends_at >= $1\
            """;

    private TimelineSources() {}

    /** Rolled-up windows of this length, as {@code r}. None for minutes. */
    public static String rolled(Granularity granularity) {
        return ROLLED.formatted(granularity.word());
    }

    /** Rolled-up hours of days without a roll-up, as {@code r}. */
    public static String hoursOfOpenDays() {
        return HOURS_OF_OPEN_DAYS;
    }

    /** Minutes of windows without a roll-up, as {@code a}. */
    public static String minutes(Granularity granularity) {
        return granularity == Granularity.MINUTE ? MINUTES : MINUTES_OF_DUE_HOURS;
    }
}
