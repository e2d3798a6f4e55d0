package org.dungeontalk.analytics.message;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What a text says once spelling tricks are taken away: letters and digits only, in small letters,
 * compatibility forms (full width, ligatures) unified, a run of one letter shortened to two. Two
 * texts are identical when their {@link #hash} is; it is 0 for a text that says nothing.
 *
 * <p>Immutable. The cost is one pass over the characters.
 */
public final class Text {

    private static final int LONGEST_RUN = 2;

    /** {@link #small} of ASCII. */
    private static final char[] PLAIN = new char[128];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = small(c);
        }
    }

    private final char[] letters;
    private final int length;
    private final long hash;

    private Text(char[] letters, int length) {
        this.letters = letters;
        this.length = length;
        this.hash = length == 0 ? 0 : Hash.of(letters, length);
    }

    /** What this text says. */
    public static Text of(String raw) {
        return of(raw, false);
    }

    private static Text of(String raw, boolean unified) {
        char[] kept = new char[raw.length()];
        int length = 0;
        int run = 0;
        char before = 0;
        for (int i = 0; i < kept.length; i++) {
            char c = raw.charAt(i);
            if (c >= 128 && !unified) {
                return of(Normalizer.normalize(raw, Normalizer.Form.NFKC), true);
            }
            char small = c < 128 ? PLAIN[c] : small(c);
            if (small != 0) {
                run = small == before ? run + 1 : 1;
                before = small;
                if (run <= LONGEST_RUN || Character.isDigit(small)) {
                    kept[length++] = small;
                }
            }
        }
        return new Text(kept, length);
    }

    /** A letter or digit as a small letter, 0 for anything else. */
    private static char small(char c) {
        return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }

    /** Letters and digits in it. */
    public int length() {
        return length;
    }

    /** The letter at a place below {@link #length}. */
    public char letter(int index) {
        return letters[index];
    }

    /** 64 bits that are equal for identical texts; 0: it says nothing. */
    public long hash() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(letters, 0, length).toLowerCase(Locale.ROOT);
    }
}
