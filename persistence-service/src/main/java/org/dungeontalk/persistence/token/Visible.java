package org.dungeontalk.persistence.token;

/**
 * Whether an id has a visible character, by the rule that docs/contract gives for every text. Pure.
 *
 * <p>A code point newer than this JDK's Unicode counts as visible: it is most likely an emoji.
 */
final class Visible {

    private Visible() {}

    /** Whether a character is visible by itself: no blank, control, format, filler or mark. */
    static boolean shows(String text) {
        return text.codePoints().anyMatch(Visible::shows);
    }

    private static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    false;
            case Character.UNASSIGNED -> !isReservedAsInvisible(c) && !isFiller(c);
            default -> !isFiller(c);
        };
    }

    /** Letters and symbols by category that are invisible. */
    private static boolean isFiller(int c) {
        return switch (c) {
            case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0, 0xfffc, 0x13441, 0x13442, 0x1d159 -> true;
            default -> false;
        };
    }

    /** Default-ignorable code points that are unassigned, and noncharacters. */
    private static boolean isReservedAsInvisible(int c) {
        return c == 0x2065
                || c >= 0xfff0 && c <= 0xfff8
                || c >= 0xe0000 && c <= 0xe0fff
                || c >= 0xfdd0 && c <= 0xfdef
                || (c & 0xfffe) == 0xfffe;
    }
}
