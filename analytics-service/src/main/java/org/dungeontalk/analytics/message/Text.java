package org.dungeontalk.analytics.message;

import java.text.Normalizer;

/**
 * A text in a normal form without spelling tricks. It keeps only letters and digits, in lower case.
 * Compatibility forms (full width, ligatures) are unified, look-alikes of other alphabets folded,
 * invisible characters dropped, and a run of one letter is shortened to two. If fewer than {@value
 * #FEW_LETTERS} letters are left, it keeps symbols and emoji instead, a run of one shortened to
 * three. Beside letters they are decoration, and one more emoji must not make another text.
 *
 * <p>All counts are in code points: one beyond the basic plane is one letter here. Two texts are
 * identical if their {@link #hash} is. For the hash i, l and 1 are one letter, and so are o and 0.
 * It is 0 for an empty form.
 *
 * <p>Immutable. The cost is one pass over the characters, two for a text of symbols.
 */
public final class Text {

    private static final int LONGEST_RUN = 2;
    private static final int LONGEST_SYMBOLS_RUN = 3;
    private static final int FEW_LETTERS = 3;

    /** {@link #small} for ASCII. */
    private static final char[] PLAIN = new char[128];

    /** Look-alikes of ASCII letters and digits. */
    private static final char[] LOOKS = new char[128];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
            LOOKS[c] =
                    switch (c) {
                        case 'i', '1' -> 'l';
                        case '0' -> 'o';
                        default -> c;
                    };
        }
    }

    private final char[] letters;
    private final int length;
    private final long hash;

    private Text(char[] letters, int length) {
        this.letters = letters;
        this.length = length;
        this.hash = length == 0 ? 0 : Hash.of(looks(letters, length), length);
    }

    /** The normal form of this text. */
    public static Text of(String raw) {
        return says(isAscii(raw) ? raw : Normalizer.normalize(raw, Normalizer.Form.NFKC));
    }

    private static Text says(String unified) {
        char[] kept = new char[unified.length()];
        int letters = keep(unified, kept, false);
        if (letters < FEW_LETTERS) {
            letters = keep(unified, kept, true);
        }
        return new Text(kept, letters);
    }

    /**
     * The text with compatibility forms unified, look-alikes folded and invisible characters
     * dropped. Blanks, punctuation and case stay.
     */
    public static String shown(String raw) {
        if (isAscii(raw)) {
            return raw;
        }
        StringBuilder shown = new StringBuilder(raw.length());
        Normalizer.normalize(raw, Normalizer.Form.NFKC).codePoints().forEach(c -> show(c, shown));
        return shown.toString();
    }

    private static void show(int c, StringBuilder shown) {
        boolean nothing =
                switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK ->
                            true;
                    default -> Symbols.isFiller(c);
                };
        if (!nothing) {
            char latin = c > 127 && c <= Character.MAX_VALUE ? LookAlikes.latin((char) c) : 0;
            shown.appendCodePoint(latin == 0 ? c : latin);
        }
    }

    private static boolean isAscii(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** Copies the characters that count into {@code kept}, and returns their number. */
    private static int keep(String unified, char[] kept, boolean symbols) {
        int length = 0;
        int run = 0;
        char before = 0;
        int width;
        for (int i = 0; i < unified.length(); i += width) {
            int c = unified.charAt(i);
            width = 1;
            if (c >= Character.MIN_SURROGATE) {
                c = unified.codePointAt(i);
                width = Character.charCount(c);
            }
            char small = c < 128 ? PLAIN[c] : small(c);
            int longest = LONGEST_RUN;
            if (small == 0 && symbols) {
                small = Symbols.letter(c);
                longest = LONGEST_SYMBOLS_RUN;
            }
            if (small != 0) {
                run = small == before ? run + 1 : 1;
                before = small;
                if (run <= longest || Character.isDigit(small)) {
                    kept[length++] = small;
                }
            }
        }
        return length;
    }

    /** The lower-case form of a letter or digit, or 0 for anything else. */
    private static char small(int c) {
        if (c > Character.MAX_VALUE) {
            char latin = Symbols.latin(c);
            return latin != 0 || !Character.isLetterOrDigit(c)
                    ? latin
                    : Symbols.beyond(Character.toLowerCase(c));
        }
        char latin = LookAlikes.latin((char) c);
        if (latin != 0) {
            return latin;
        }
        boolean says = Character.isLetterOrDigit(c) && !Symbols.isFiller(c);
        return says ? (char) Character.toLowerCase(c) : 0;
    }

    private static char[] looks(char[] letters, int length) {
        char[] looks = new char[length];
        for (int i = 0; i < length; i++) {
            char c = letters[i];
            looks[i] = c < 128 ? LOOKS[c] : c;
        }
        return looks;
    }

    /** Number of letters and digits. */
    public int length() {
        return length;
    }

    /** The letter at an index below {@link #length}. */
    public char letter(int index) {
        return letters[index];
    }

    /** 64 bits that are equal for identical texts, or 0 for an empty form. */
    public long hash() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(letters, 0, length);
    }
}
