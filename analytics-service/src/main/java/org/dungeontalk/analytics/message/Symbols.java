package org.dungeontalk.analytics.message;

/**
 * Maps symbols, emoji and code points beyond the basic plane to one character each, for {@link
 * Text}. Each emoji has its own character in the private use area. The other code points beyond the
 * basic plane share the rest of that area. Pure.
 */
final class Symbols {

    private static final int PRIVATE = 0xe000;
    private static final int PRIVATE_END = 0xf900;
    private static final int FIRST_EMOJI = 0x1f000;
    private static final int LAST_EMOJI = 0x1faff;
    private static final int REST = PRIVATE + LAST_EMOJI - FIRST_EMOJI + 1;
    private static final int FIRST_TONE = 0x1f3fb;
    private static final int LAST_TONE = 0x1f3ff;

    private Symbols() {}

    /**
     * The character for a symbol or emoji, or 0 for anything else and for invisible code points.
     */
    static char letter(int c) {
        boolean shows =
                switch (Character.getType(c)) {
                    case Character.MATH_SYMBOL,
                            Character.CURRENCY_SYMBOL,
                            Character.MODIFIER_SYMBOL,
                            Character.OTHER_SYMBOL ->
                            !isFiller(c) && (c < FIRST_TONE || c > LAST_TONE);
                    case Character.UNASSIGNED -> c >= FIRST_EMOJI && c <= LAST_EMOJI;
                    default -> false;
                };
        if (!shows) {
            return 0;
        }
        return c > Character.MAX_VALUE ? beyond(c) : (char) c;
    }

    /** The letter of a regional indicator, or of a letter in a dark circle or square, else 0. */
    static char latin(int c) {
        for (int first : new int[] {0x1f1e6, 0x1f150, 0x1f170}) {
            if (c >= first && c < first + 26) {
                return (char) ('a' + c - first);
            }
        }
        return 0;
    }

    /** The character for a code point beyond the basic plane. */
    static char beyond(int c) {
        return c >= FIRST_EMOJI && c <= LAST_EMOJI
                ? (char) (PRIVATE + c - FIRST_EMOJI)
                : (char) (REST + c % (PRIVATE_END - REST));
    }

    /** Letters and symbols by category that are invisible. */
    static boolean isFiller(int c) {
        return switch (c) {
            case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0, 0xfffc, 0x1d159 -> true;
            default -> false;
        };
    }
}
