package org.dungeontalk.gateway.http;

import java.util.HexFormat;
import java.util.Optional;
import org.dungeontalk.gateway.text.Utf8;

/**
 * Checks the path and query of a request before they are decoded. A decoder replaces bytes that are
 * not UTF-8 by U+FFFD, and leaves out what follows a semicolon, which would make different ids
 * equal. Pure.
 */
final class RequestTarget {
    private static final int ASCII_END = 0x80;

    private RequestTarget() {}

    /** Why the target is refused: a sentence for a person. Empty if it is not. */
    static Optional<String> wrong(String target) {
        if (target.split("\\?", 2)[0].indexOf(';') >= 0) {
            return Optional.of("Write a semicolon in a path as %3B.");
        }
        return isText(target)
                ? Optional.empty()
                : Optional.of("Path and query must be percent-encoded UTF-8 without NUL.");
    }

    /** Whether it is ASCII, and its escapes are UTF-8 without NUL. */
    private static boolean isText(String target) {
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
