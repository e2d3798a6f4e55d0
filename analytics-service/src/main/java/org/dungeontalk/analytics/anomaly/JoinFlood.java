package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.message.Type;
import org.dungeontalk.analytics.window.SlidingWindow;

/** Too many JOINs in a room within a span, by many players or by one who joins again and again. */
public final class JoinFlood extends KeyedDetector<SlidingWindow> {

    private final int joins;

    /** A flood is this many JOINs in {@code span} milliseconds. */
    public JoinFlood(int joins, long span, int capacity) {
        super(capacity, () -> new SlidingWindow(span, 3 * joins), span);
        this.joins = joins;
    }

    @Override
    public void observe(Observation seen, Findings findings) {
        if (seen.message().type() != Type.JOIN) {
            return;
        }
        SlidingWindow window = of(seen.message().roomId());
        window.add(seen.message().at(), seen.offset());
        if (window.size() >= joins) {
            int count = window.size();
            findings.found(
                    seen,
                    AlertKind.JOIN_FLOOD,
                    Subject.room(seen.message().roomId()),
                    Severity.of(count, joins),
                    count,
                    () -> window.newest(count));
        }
    }
}
