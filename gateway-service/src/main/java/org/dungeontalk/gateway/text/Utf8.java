package org.dungeontalk.gateway.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Validates UTF-8 incrementally; a character may span several calls. U+FFFD sent as its own three
 * bytes is valid. A decoder that replaces malformed bytes by U+FFFD can't tell the two apart.
 *
 * <p>Not thread-safe; one per text.
 */
public final class Utf8 {
    private static final int ASCII_END = 0x80;

    private int missing;
    private int least;
    private int most;

    /**
     * Checks the next byte of the text.
     *
     * @return false if it is invalid here: the text is malformed, whatever follows
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

    /** Whether the text may end here: no character is incomplete. */
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
     * Checks that the bytes are a complete text.
     *
     * @throws MalformedTextException if they are not UTF-8
     */
    public static void check(byte[] bytes) {
        check(bytes, 0, bytes.length);
    }

    /**
     * Decodes the bytes from {@code from} to {@code to}.
     *
     * @throws MalformedTextException if they are not UTF-8
     */
    public static String text(byte[] bytes, int from, int to) {
        check(bytes, from, to);
        return new String(bytes, from, to - from, UTF_8);
    }

    /**
     * Whether the bytes are valid UTF-8 and not UTF-16 or UTF-32 JSON. RFC 8259 requires UTF-8, but
     * the parser would guess the other two. JSON begins with an ASCII character, which has a NUL
     * byte in them. Their byte order marks are not valid UTF-8.
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
