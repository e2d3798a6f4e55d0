package org.dungeontalk.analytics.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.rollup.RollUp;

/**
 * Marks the hours and days that a batch changes as due, and drops their roll-ups. {@link RollUp}
 * makes them again. If the minutes of a window may have expired, its roll-up stays, because nothing
 * could replace it.
 */
final class RollupRows {

    private static final String SHARE = "SELECT pg_advisory_xact_lock_shared(" + RollUp.LOCK + ")";

    /**
     * Locks nothing if the window is already due, which is the usual case. It waits for an instance
     * that is just removing the window, so it runs before {@link #DROP}.
     */
    private static final String MARK =
            """
            INSERT INTO analytics.rollup_due AS d (grain, starts_at)
            SELECT u.grain, u.starts_at
            FROM unnest($1::text[], $2::timestamptz[], $3::boolean[]) AS u (grain, starts_at, kept)
            WHERE NOT EXISTS (SELECT FROM analytics.rollup_due k
                    WHERE k.grain = u.grain AND k.starts_at = u.starts_at AND k.claim IS NULL)
                AND (u.kept OR NOT EXISTS (SELECT FROM analytics.rollup r WHERE r.grain = u.grain
                    AND r.starts_at = u.starts_at AND r.kind = '' AND r.room_id = ''))
            ORDER BY u.grain, u.starts_at
            ON CONFLICT (grain, starts_at) DO UPDATE SET claim = NULL, claimed_at = NULL\
            """;

    private static final String DROP =
            """
            DELETE FROM analytics.rollup r
            USING unnest($1::text[], $2::timestamptz[], $3::boolean[]) AS u (grain, starts_at, kept)
            WHERE u.kept AND r.grain = u.grain AND r.starts_at = u.starts_at\
            """;

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private record Window(String granularity, long start, boolean kept) {}

    private RollupRows() {}

    /**
     * Marks the hours and days of these cells as due, and drops their roll-ups.
     *
     * @param since event time in milliseconds from which on minutes are certainly kept
     */
    static void change(
            Pipeline to, Collection<Map.Entry<ActivityKey, ActivityCounts>> activity, long since) {
        List<Window> windows = windows(activity, since);
        Columns<Window> rows =
                Columns.of(windows)
                        .texts(Window::granularity)
                        .times(Window::start)
                        .booleans(Window::kept);
        to.add(SHARE).add(MARK, rows.tuple()).add(DROP, rows.tuple());
    }

    private static List<Window> windows(
            Collection<Map.Entry<ActivityKey, ActivityCounts>> activity, long since) {
        TreeSet<Long> hours = new TreeSet<>();
        TreeSet<Long> days = new TreeSet<>();
        long before = Long.MIN_VALUE;
        for (Map.Entry<ActivityKey, ActivityCounts> entry : activity) {
            long hour = Math.floorDiv(entry.getKey().minute(), HOUR) * HOUR;
            if (hour != before) {
                hours.add(hour);
                days.add(Math.floorDiv(hour, DAY) * DAY);
                before = hour;
            }
        }
        List<Window> windows = new ArrayList<>(hours.size() + days.size());
        days.forEach(day -> windows.add(new Window("day", day, day + DAY > since)));
        hours.forEach(hour -> windows.add(new Window("hour", hour, hour >= since)));
        return windows;
    }
}
