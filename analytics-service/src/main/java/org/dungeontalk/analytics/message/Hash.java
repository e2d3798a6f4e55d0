package org.dungeontalk.analytics.message;

/**
 * A 64-bit hash of a text. It is the same on every instance and must never change, because tables
 * store it.
 */
public final class Hash {

    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private static final long MIX = 0x9e3779b97f4a7c15L;

    private Hash() {}

    /** The hash of all its characters. Never 0. */
    public static long of(String text) {
        long mixed = SEED;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * PRIME;
        }
        return finish(mixed);
    }

    /** The hash of the first {@code length} characters, four at a time. Never 0. */
    static long of(char[] letters, int length) {
        long mixed = SEED ^ length;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            long four =
                    (long) letters[i] << 48
                            | (long) letters[i + 1] << 32
                            | (long) letters[i + 2] << 16
                            | letters[i + 3];
            mixed = Long.rotateLeft((mixed ^ four) * MIX, 29);
        }
        for (; i < length; i++) {
            mixed = (mixed ^ letters[i]) * PRIME;
        }
        return finish(mixed);
    }

    private static long finish(long mixed) {
        long h = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h == 0 ? 1 : h;
    }
}
