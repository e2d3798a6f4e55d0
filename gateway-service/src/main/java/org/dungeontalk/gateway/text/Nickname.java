package org.dungeontalk.gateway.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cleans a name for display to others. Removes control characters and invisible characters,
 * including those that change the direction of a line. Replaces blanks by single spaces. Keeps
 * joiners where they join: within an emoji, and in scripts whose letters they shape.
 *
 * <p>For one name and one thread.
 */
public final class Nickname {
    /** The longest name in code points; a longer one is cut after its last whole grapheme. */
    public static final int LONGEST = 80;

    /** No language needs more marks on one character; they would cover the lines around. */
    private static final int MOST_MARKS = 4;

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;
    private static final int GRAPHEME_JOINER = 0x34f;
    private static final int BLACK_FLAG = 0x1f3f4;
    private static final int FIRST_TAG = 0xe0020;
    private static final int LAST_TAG = 0xe007f;

    /** Scripts without joiners: there a joiner only makes a name look like another's. */
    private static final Set<UnicodeScript> UNJOINED =
            EnumSet.of(
                    UnicodeScript.LATIN,
                    UnicodeScript.GREEK,
                    UnicodeScript.CYRILLIC,
                    UnicodeScript.ARMENIAN,
                    UnicodeScript.GEORGIAN,
                    UnicodeScript.HEBREW,
                    UnicodeScript.HAN,
                    UnicodeScript.HANGUL,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.COMMON,
                    UnicodeScript.INHERITED);

    private final StringBuilder kept = new StringBuilder();
    private int base = -1;
    private int marks;
    private int joiner = -1;
    private boolean space;

    private Nickname() {}

    /** The name for display, 1 to 80 code points; empty if nothing of it is visible. */
    public static Optional<String> shown(String raw) {
        Nickname name = new Nickname();
        raw.codePoints().forEach(name::take);
        return name.kept.isEmpty() ? Optional.empty() : Optional.of(cut(name.kept.toString()));
    }

    private void take(int c) {
        if (Characters.shows(c)) {
            show(c);
        } else if (isBlank(c)) {
            space = !kept.isEmpty();
            joiner = -1;
        } else if (base >= 0 && !space && isPart(c)) {
            kept.appendCodePoint(c);
        } else if ((c == JOINER || c == NON_JOINER) && base >= 0 && !space) {
            joiner = c;
        }
    }

    private void show(int c) {
        if (space) {
            kept.append(' ');
        } else if (joiner >= 0 && isJoined(c)) {
            kept.appendCodePoint(joiner);
        }
        kept.appendCodePoint(c);
        base = c;
        marks = 0;
        joiner = -1;
        space = false;
    }

    /** Whether it is a mark on the character before it, or a tag in a region's flag. */
    private boolean isPart(int c) {
        if (base == BLACK_FLAG && c >= FIRST_TAG && c <= LAST_TAG) {
            return true;
        }
        return Characters.isMark(c) && c != GRAPHEME_JOINER && marks++ < MOST_MARKS;
    }

    private boolean isJoined(int next) {
        if (isSymbol(base) && isSymbol(next)) {
            return joiner == JOINER;
        }
        return !isSymbol(base) && !UNJOINED.contains(UnicodeScript.of(base));
    }

    private static boolean isSymbol(int c) {
        int type = Character.getType(c);
        return type == Character.OTHER_SYMBOL
                || type == Character.MODIFIER_SYMBOL
                || type == Character.MATH_SYMBOL
                || type == Character.UNASSIGNED;
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String cut(String name) {
        if (Characters.count(name) <= LONGEST) {
            return name;
        }
        Matcher grapheme = GRAPHEME.matcher(name);
        int end = 0;
        int length = 0;
        while (grapheme.find()) {
            length += Characters.count(grapheme.group());
            if (length > LONGEST) {
                break;
            }
            end = grapheme.end();
        }
        return name.substring(0, end == 0 ? name.offsetByCodePoints(0, LONGEST) : end).strip();
    }
}
