package org.dungeontalk.analytics.rollup;

import org.dungeontalk.analytics.activity.Granularity;

/**
 * SQL of what a span's numbers are made of, so that no minute is read whose window is rolled up:
 * the roll-ups of its windows; for days that aren't over, those of their hours; and the minutes of
 * the hours that are due. $1 and $2 are the span.
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

    private static final String MINUTES_OF_DUE_HOURS =
            """
            analytics.rollup_due u JOIN analytics.activity a
                ON a.minute >= u.starts_at AND a.minute < u.starts_at + interval '1 hour'
            WHERE u.grain = 'hour' AND u.starts_at >= $1 AND u.starts_at < $2\
            """;

    private static final String MINUTES =
            "analytics.activity a WHERE a.minute >= $1 AND a.minute < $2";

    private TimelineSources() {}

    /** Windows of this length that are rolled up, as {@code r}; none for minutes. */
    public static String rolled(Granularity granularity) {
        return ROLLED.formatted(granularity.word());
    }

    /** Hours of days that are not rolled up, as {@code r}. */
    public static String hoursOfOpenDays() {
        return HOURS_OF_OPEN_DAYS;
    }

    /** Minutes that are in none of those, as {@code a}. */
    public static String minutes(Granularity granularity) {
        return granularity == Granularity.MINUTE ? MINUTES : MINUTES_OF_DUE_HOURS;
    }
}
