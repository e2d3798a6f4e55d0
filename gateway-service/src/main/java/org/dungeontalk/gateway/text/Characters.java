package org.dungeontalk.gateway.text;

/**
 * Counts and classifies the characters of a text by code point. Pure.
 *
 * <p>A code point newer than this JDK's Unicode counts as visible: it is most likely an emoji.
 */
public final class Characters {
    private static final int TAGS = 0xe0000;
    private static final int TAGS_END = 0xe0fff;

    private Characters() {}

    /**
     * The number of code points. An emoji of one code point counts once, whatever its UTF-16
     * length.
     */
    public static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether it is valid Unicode: an unpaired surrogate can't be encoded in UTF-8. */
    public static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (isHalf(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether any character is visible. */
    public static boolean shows(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (shows(c)) {
                return true;
            }
            i += Character.charCount(c);
        }
        return false;
    }

    static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Whether it is visible by itself: no blank, no control or format character, no mark. */
    static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.UNASSIGNED -> !isReservedAsInvisible(c) && !isEmptyHieroglyph(c);
            default -> !isMark(c) && !isFiller(c);
        };
    }

    /** Whether it only modifies the character before it. */
    static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    true;
            default -> false;
        };
    }

    /** Characters of the categories letter and symbol that are invisible. */
    private static boolean isFiller(int c) {
        return switch (c) {
            case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0, 0xfffc, 0x1d159 -> true;
            default -> isEmptyHieroglyph(c);
        };
    }

    private static boolean isEmptyHieroglyph(int c) {
        return c == 0x13441 || c == 0x13442;
    }

    /** Unassigned code points that are default-ignorable, and noncharacters. */
    private static boolean isReservedAsInvisible(int c) {
        return c == 0x2065
                || c >= 0xfff0 && c <= 0xfff8
                || c >= TAGS && c <= TAGS_END
                || c >= 0xfdd0 && c <= 0xfdef
                || (c & 0xfffe) == 0xfffe;
    }
}
