package org.dungeontalk.gateway.http;

import java.util.HexFormat;
import org.dungeontalk.gateway.text.Utf8;

/**
 * Checks the path and query of a request before they are decoded. A decoder replaces bytes that are
 * not UTF-8 by U+FFFD, which would make different ids equal. Pure.
 */
final class RequestTarget {
    private static final int ASCII_END = 0x80;

    private RequestTarget() {}

    /** Whether it is ASCII, and its escapes are UTF-8 without NUL. */
    static boolean isText(String target) {
        Utf8 text = new Utf8();
        for (int i = 0; i < target.length(); i++) {
            int c = target.charAt(i);
            if (c == '%') {
                c = escaped(target, i + 1);
                i += 2;
            } else if (c >= ASCII_END) {
                return false;
            }
            if (c <= 0 || !text.take((byte) c)) {
                return false;
            }
        }
        return text.complete();
    }

    /** The byte of two hex digits; -1 if there are none. */
    private static int escaped(String target, int from) {
        boolean hex =
                from + 2 <= target.length()
                        && HexFormat.isHexDigit(target.charAt(from))
                        && HexFormat.isHexDigit(target.charAt(from + 1));
        return hex ? HexFormat.fromHexDigits(target, from, from + 2) : -1;
    }
}
