package org.dungeontalk.load.measure;

/**
 * Finds marks in a stream of bytes that comes in parts of any size. It looks at each byte once and
 * allocates nothing, so that the measuring program costs little beside what it measures. One per
 * connection; not thread-safe.
 */
final class MarkScanner {

    private static final int NOWHERE = -1;
    private static final int PARTS = 3;

    private final long[] values = new long[PARTS];
    private int part = NOWHERE;
    private int digits;

    /** Gets the parts of a mark. */
    interface Found {
        void mark(int sender, int number, long due);
    }

    /** Looks at the next bytes. */
    void scan(byte[] bytes, Found found) {
        for (byte next : bytes) {
            if (part != NOWHERE || next == Mark.EDGE) {
                step(next, found);
            }
        }
    }

    private void step(byte next, Found found) {
        if (next == Mark.EDGE) {
            edge(found);
        } else if (next >= '0' && next <= '9') {
            values[part] = values[part] * 10 + next - '0';
            digits++;
        } else if (next == Mark.DOT && digits > 0 && part < PARTS - 1) {
            begin(part + 1);
        } else {
            part = NOWHERE;
        }
    }

    private void edge(Found found) {
        if (part == PARTS - 1 && digits > 0) {
            found.mark((int) values[0], (int) values[1], values[2]);
            part = NOWHERE;
        } else {
            begin(0);
        }
    }

    private void begin(int next) {
        part = next;
        values[next] = 0;
        digits = 0;
    }
}
