package org.dungeontalk.persistence.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The raw path and query of a request, checked before decoding. Decoders drop the text behind a
 * semicolon, replace bytes that are not UTF-8, and treat a parameter without a value as absent.
 * Pure.
 */
final class RequestTarget {

    private static final int ASCII_END = 0x80;

    private RequestTarget() {}

    /**
     * @throws Problem 400 with a sentence for the caller, if decoding would change the meaning
     */
    static void check(String target) {
        String[] parts = target.split("\\?", 2);
        if (parts[0].indexOf(';') >= 0) {
            throw Problem.badRequest("Write a semicolon in a path as %3B.");
        }
        if (!isText(target)) {
            throw Problem.badRequest("Path and query must be percent-encoded UTF-8 without NUL.");
        }
        if (parts.length > 1 && Arrays.stream(parts[1].split("&")).anyMatch(it -> isBare(it))) {
            throw Problem.badRequest("A parameter of the query has no value.");
        }
    }

    private static boolean isBare(String parameter) {
        return !parameter.isEmpty() && parameter.matches("[^=]*=?");
    }

    private static boolean isText(String target) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(target.length());
        for (int i = 0; i < target.length(); i++) {
            int c = target.charAt(i);
            if (c == '%') {
                c = escaped(target, i + 1);
                i += 2;
            } else if (c >= ASCII_END) {
                return false;
            }
            if (c <= 0) {
                return false;
            }
            bytes.write(c);
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    /** The byte of two hex digits, or -1 if there are none. */
    private static int escaped(String target, int from) {
        boolean hex =
                from + 2 <= target.length()
                        && HexFormat.isHexDigit(target.charAt(from))
                        && HexFormat.isHexDigit(target.charAt(from + 1));
        return hex ? HexFormat.fromHexDigits(target, from, from + 2) : -1;
    }
}
