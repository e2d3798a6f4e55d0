package org.dungeontalk.gateway.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Tells whether bytes are UTF-8, piece by piece: a character may stretch over pieces. U+FFFD, sent
 * as its own three bytes, is a character like any other; a decoder that puts it in place of bad
 * bytes can't tell the two apart.
 *
 * <p>Not thread-safe; one for each text.
 */
public final class Utf8 {
    private static final int ASCII_END = 0x80;

    private int missing;
    private int least;
    private int most;

    /**
     * Takes the next byte of the text.
     *
     * @return false if it can't stand there: the text is malformed, whatever follows
     */
    public boolean take(byte next) {
        int b = next & 0xFF;
        if (missing == 0) {
            return b < ASCII_END || lead(b);
        }
        boolean fits = b >= least && b <= most;
        missing--;
        least = 0x80;
        most = 0xBF;
        return fits;
    }

    /** Whether the text may end here: no character is unfinished. */
    public boolean complete() {
        return missing == 0;
    }

    /** The ranges of Unicode's table 3-7: no overlong form, no surrogate, nothing past U+10FFFF. */
    private boolean lead(int b) {
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        if (b >= 0xC2 && b <= 0xDF) {
            missing = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            missing = 2;
        } else if (b >= 0xF0 && b <= 0xF4) {
            missing = 3;
        }
        return missing > 0;
    }

    /**
     * Throws if the bytes are no whole text.
     *
     * @throws MalformedTextException if they aren't UTF-8
     */
    public static void check(byte[] bytes) {
        check(bytes, 0, bytes.length);
    }

    /**
     * The text that the bytes from {@code from} to {@code to} are.
     *
     * @throws MalformedTextException if they aren't UTF-8
     */
    public static String text(byte[] bytes, int from, int to) {
        check(bytes, from, to);
        return new String(bytes, from, to - from, UTF_8);
    }

    /**
     * Whether the bytes are JSON in UTF-8, as RFC 8259 requires: the parser would guess UTF-16 and
     * UTF-32. JSON begins with an ASCII character, of which these two make a NUL. Their byte order
     * marks are not UTF-8.
     */
    public static boolean isJson(byte[] body) {
        if (body.length > 1 && (body[0] == 0 || body[1] == 0)) {
            return false;
        }
        try {
            check(body);
            return true;
        } catch (MalformedTextException e) {
            return false;
        }
    }

    private static void check(byte[] bytes, int from, int to) {
        Utf8 text = new Utf8();
        for (int i = from; i < to; i++) {
            if (!text.take(bytes[i])) {
                throw new MalformedTextException();
            }
        }
        if (!text.complete()) {
            throw new MalformedTextException();
        }
    }
}
