package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.EventPosition;
import org.dungeontalk.analytics.window.LruMap;

/**
 * A player writes the identical text too often within a span. Short texts need twice as many,
 * because people do repeat them. Texts of fewer letters than {@value #SHORTEST} and allow-listed
 * texts never count.
 */
public final class Repeat extends KeyedDetector<Repeat.Recent> {

    private static final int SHORTEST = 3;
    private static final int SHORT = 12;
    private static final int KEPT = 48;

    private final int times;
    private final long span;
    private final AllowList allowed;

    /** This many identical texts in {@code span} milliseconds are an alert. */
    public Repeat(int times, long span, AllowList allowed, int capacity) {
        super(capacity, Recent::new, span);
        this.times = times;
        this.span = span;
        this.allowed = allowed;
    }

    @Override
    public void observe(Observation seen, Findings findings) {
        int length = seen.text().length();
        if (!seen.message().type().isSpeech() || length < SHORTEST) {
            return;
        }
        Recent recent = of(seen.message().playerId());
        int same = recent.add(seen, span);
        int threshold = length < SHORT ? 2 * times : times;
        if (same >= threshold && !allowed.allows(seen.text())) {
            findings.found(
                    seen,
                    AlertKind.REPEAT,
                    Subject.player(seen.message().playerId()),
                    Severity.of(same, threshold),
                    1,
                    () -> recent.same(seen, span));
        }
    }

    /** The newest texts of a player, by their hashes, in a ring. */
    static final class Recent extends LruMap.Entry<String> {

        private final long[] hashes = new long[KEPT];
        private final long[] times = new long[KEPT];
        private final long[] offsets = new long[KEPT];
        private int next;
        private long lastAt = Long.MIN_VALUE;

        /** Adds a text. Returns the number of identical ones in the span, including itself. */
        int add(Observation seen, long span) {
            long hash = seen.text().hash();
            lastAt = seen.message().at();
            hashes[next] = hash;
            times[next] = lastAt;
            offsets[next] = seen.offset();
            next = (next + 1) % KEPT;
            int same = 0;
            for (int i = 0; i < KEPT; i++) {
                if (isSame(i, hash, lastAt, span)) {
                    same++;
                }
            }
            return same;
        }

        List<EventPosition> same(Observation seen, long span) {
            List<EventPosition> positions = new ArrayList<>();
            for (int i = 0; i < KEPT; i++) {
                int slot = (next + i) % KEPT;
                if (isSame(slot, seen.text().hash(), seen.message().at(), span)) {
                    positions.add(new EventPosition(times[slot], offsets[slot]));
                }
            }
            return positions;
        }

        private boolean isSame(int slot, long hash, long at, long span) {
            return hashes[slot] == hash && Math.abs(at - times[slot]) < span;
        }

        @Override
        public long lastAt() {
            return lastAt;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeLong(lastAt);
            int size = size();
            out.writeInt(size);
            for (int i = 0; i < size; i++) {
                int slot = (next - size + i + KEPT) % KEPT;
                out.writeLong(hashes[slot]);
                out.writeLong(times[slot]);
                out.writeLong(offsets[slot]);
            }
        }

        /** A text with content has a hash, so slots without one are free. */
        private int size() {
            return (int) Arrays.stream(hashes).filter(hash -> hash != 0).count();
        }

        @Override
        public void load(DataInput in) throws IOException {
            lastAt = in.readLong();
            int size = in.readInt();
            next = size % KEPT;
            for (int i = 0; i < size; i++) {
                hashes[i] = in.readLong();
                times[i] = in.readLong();
                offsets[i] = in.readLong();
            }
        }
    }
}
