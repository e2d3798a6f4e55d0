package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.EventPosition;
import org.dungeontalk.analytics.window.LruMap;

/**
 * A player writes nearly identical long texts too often within a span: similar by {@link
 * TextSimilarity}, with at least three different ones among them (otherwise it is a {@link
 * Repeat}).
 */
public final class NearRepeat extends KeyedDetector<NearRepeat.Recent> {

    private static final int DIFFERENT = 3;
    private static final int KEPT = 12;

    private final int times;
    private final long span;
    private final int letters;
    private final double alike;

    /**
     * This many similar texts in {@code span} milliseconds are an alert.
     *
     * @param letters shorter texts are ignored
     * @param alike similarity from which texts are nearly identical, 0 to 1
     */
    public NearRepeat(int times, long span, int letters, double alike, int capacity) {
        super(capacity, Recent::new, span);
        this.times = times;
        this.span = span;
        this.letters = letters;
        this.alike = alike;
    }

    @Override
    public void observe(Observation seen, Findings findings) {
        if (!seen.message().type().isSpeech() || seen.text().length() < letters) {
            return;
        }
        Recent recent = of(seen.message().playerId());
        int similar = recent.add(seen, span, alike);
        if (similar >= times && recent.different(seen, span, alike) >= DIFFERENT) {
            findings.found(
                    seen,
                    AlertKind.NEAR_REPEAT,
                    Subject.player(seen.message().playerId()),
                    Severity.of(similar, times),
                    1,
                    () -> recent.similar(seen, span, alike));
        }
    }

    /** The newest long texts of a player in a ring. */
    static final class Recent extends LruMap.Entry<String> {

        private final long[] times = new long[KEPT];
        private final long[] offsets = new long[KEPT];
        private final long[] hashes = new long[KEPT];
        private final long[] likenesses = new long[KEPT * TextSimilarity.WORDS];
        private int size;
        private int next;

        /** Adds a text. Returns the number of similar ones in the span, including itself. */
        int add(Observation seen, long span, double alike) {
            long[] likeness = TextSimilarity.of(seen.text());
            put(seen.message().at(), seen.offset(), seen.text().hash(), likeness);
            int similar = 0;
            for (int i = 0; i < size; i++) {
                if (isSimilar(i, likeness, seen.message().at(), span, alike)) {
                    similar++;
                }
            }
            return similar;
        }

        private void put(long at, long offset, long hash, long[] likeness) {
            times[next] = at;
            offsets[next] = offset;
            hashes[next] = hash;
            System.arraycopy(
                    likeness, 0, likenesses, next * TextSimilarity.WORDS, TextSimilarity.WORDS);
            next = (next + 1) % KEPT;
            size = Math.min(size + 1, KEPT);
        }

        private boolean isSimilar(int slot, long[] likeness, long at, long span, double alike) {
            return Math.abs(at - times[slot]) < span
                    && TextSimilarity.between(likeness, likenesses, slot * TextSimilarity.WORDS)
                            >= alike;
        }

        /** Slots of the texts similar to the newest, oldest first. */
        private IntStream slots(Observation seen, long span, double alike) {
            int newest = Math.floorMod(next - 1, KEPT) * TextSimilarity.WORDS;
            long[] likeness = Arrays.copyOfRange(likenesses, newest, newest + TextSimilarity.WORDS);
            long at = seen.message().at();
            return IntStream.range(0, size)
                    .map(i -> (next - size + i + KEPT) % KEPT)
                    .filter(slot -> isSimilar(slot, likeness, at, span, alike));
        }

        long different(Observation seen, long span, double alike) {
            return slots(seen, span, alike).mapToLong(slot -> hashes[slot]).distinct().count();
        }

        List<EventPosition> similar(Observation seen, long span, double alike) {
            return slots(seen, span, alike)
                    .mapToObj(slot -> new EventPosition(times[slot], offsets[slot]))
                    .toList();
        }

        @Override
        public long lastAt() {
            return size == 0 ? Long.MIN_VALUE : times[Math.floorMod(next - 1, KEPT)];
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeInt(size);
            for (int i = 0; i < size; i++) {
                int slot = (next - size + i + KEPT) % KEPT;
                out.writeLong(times[slot]);
                out.writeLong(offsets[slot]);
                out.writeLong(hashes[slot]);
                for (int j = 0; j < TextSimilarity.WORDS; j++) {
                    out.writeLong(likenesses[slot * TextSimilarity.WORDS + j]);
                }
            }
        }

        @Override
        public void load(DataInput in) throws IOException {
            int saved = in.readInt();
            long[] likeness = new long[TextSimilarity.WORDS];
            for (int i = 0; i < saved; i++) {
                long at = in.readLong();
                long offset = in.readLong();
                long hash = in.readLong();
                for (int j = 0; j < TextSimilarity.WORDS; j++) {
                    likeness[j] = in.readLong();
                }
                put(at, offset, hash, likeness);
            }
        }
    }
}
