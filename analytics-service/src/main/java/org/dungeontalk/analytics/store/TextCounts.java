package org.dungeontalk.analytics.store;

/**
 * How often some texts are there, by their hashes. Without objects, because a search counts
 * hundreds of thousands. Not thread-safe.
 */
final class TextCounts {

    private static final int SMALLEST = 64;

    private long[] texts = new long[SMALLEST];

    /** One more than the count; 0 where there is no text. */
    private int[] counts = new int[SMALLEST];

    private int size;
    private int most;

    /** Looks for this text, too. */
    void ask(long text) {
        if (4 * size >= texts.length) {
            grow();
        }
        int at = find(text);
        if (counts[at] == 0) {
            texts[at] = text;
            counts[at] = 1;
            size++;
        }
    }

    /** Counts the text if it is looked for. */
    void count(long text) {
        int at = find(text);
        if (counts[at] > 0) {
            most = Math.max(most, counts[at]++);
        }
    }

    /** How often the text was counted; 0 if it is not looked for. */
    int of(long text) {
        return Math.max(0, counts[find(text)] - 1);
    }

    /** The highest count. */
    int most() {
        return most;
    }

    /** Where the text is or belongs. */
    private int find(long text) {
        int mask = texts.length - 1;
        int at = (int) (text ^ text >>> 32) & mask;
        while (counts[at] > 0 && texts[at] != text) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldTexts = texts;
        int[] oldCounts = counts;
        texts = new long[2 * oldTexts.length];
        counts = new int[texts.length];
        for (int i = 0; i < oldTexts.length; i++) {
            if (oldCounts[i] > 0) {
                int at = find(oldTexts[i]);
                texts[at] = oldTexts[i];
                counts[at] = oldCounts[i];
            }
        }
    }
}
