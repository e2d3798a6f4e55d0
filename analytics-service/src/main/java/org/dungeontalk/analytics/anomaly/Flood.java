package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.SlidingWindow;

/** A player writes too many messages in 10 seconds, or in 60. */
public final class Flood extends KeyedDetector<SlidingWindow> {

    private static final long SHORT = 10_000;
    private static final long LONG = 60_000;

    private final int inShort;
    private final int inLong;

    /** A flood is this many messages in 10 seconds, or this many in 60. */
    public Flood(int inShort, int inLong, int capacity) {
        super(capacity, () -> new SlidingWindow(LONG, 3 * Math.max(inShort, inLong)), LONG);
        this.inShort = inShort;
        this.inLong = inLong;
    }

    @Override
    public void observe(Observation seen, Findings findings) {
        if (!seen.message().type().isSpeech()) {
            return;
        }
        SlidingWindow window = of(seen.message().playerId());
        window.add(seen.message().at(), seen.offset());
        int recent = window.size() < inShort ? 0 : window.within(SHORT);
        if (recent >= inShort || window.size() >= inLong) {
            int count = recent >= inShort ? recent : window.size();
            findings.found(
                    seen,
                    AlertKind.FLOOD,
                    Subject.player(seen.message().playerId()),
                    Severity.of(recent, inShort).or(Severity.of(window.size(), inLong)),
                    1,
                    () -> window.newest(count));
        }
    }
}
