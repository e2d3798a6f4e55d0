package org.dungeontalk.analytics.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.dungeontalk.analytics.message.Kind;

/**
 * Reads the bodies that the gateway writes in one pass over their bytes: a flat object without
 * blanks, of the contract's fields, each once, that are strings without escapes or whole numbers.
 *
 * <p>Guarantee: what it reads, a JSON parser reads too, and finds the same. Whatever else a body
 * holds, well-formed or not, it leaves to the parser. Thread-safe.
 */
final class BodyScanner {

    /** Longer bodies are left to the parser, which knows its limits. */
    private static final int LONGEST = 1 << 16;

    private static final int MOST_DIGITS = 18;
    private static final char UNREADABLE = '\ufffd';
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x80 * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;

    private final Words words = new Words();

    /** The texts of the fields by their ordinal, or null: a parser has to look. */
    String[] scan(Kind kind, byte[] body) {
        if (body.length > LONGEST || body[0] != '{') {
            return null;
        }
        String[] found = new String[Field.COUNT];
        int at = 0;
        do {
            at = field(kind, body, at + 1, found);
        } while (at > 0 && at < body.length && body[at] == ',');
        return at > 0 && at == body.length - 1 && body[at] == '}' ? found : null;
    }

    /** Reads a name and its value; returns where they end, or -1. */
    private int field(Kind kind, byte[] body, int at, String[] found) {
        int end = stringEnd(body, at);
        if (end < 0 || !isAscii(body, at + 1, end) || end + 2 >= body.length) {
            return -1;
        }
        Field field = Field.of(kind, body, at + 1, end);
        int value = end + 2;
        if (body[end + 1] != ':' || field == null || found[field.ordinal()] != null) {
            return -1;
        }
        return switch (field.shape()) {
            case TEXT -> string(body, value, field, found);
            case NUMBER -> number(body, value, field, found);
            case TEXTS -> -1;
        };
    }

    private int string(byte[] body, int at, Field field, String[] found) {
        int end = stringEnd(body, at);
        if (end < 0) {
            return -1;
        }
        if (!isAscii(body, at + 1, end)) {
            String text = new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8);
            if (text.indexOf(UNREADABLE) >= 0) {
                return -1;
            }
            found[field.ordinal()] = text;
        } else {
            found[field.ordinal()] =
                    field.recurs()
                            ? words.of(body, at + 1, end)
                            : new String(body, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
        }
        return end + 1;
    }

    private static int number(byte[] body, int at, Field field, String[] found) {
        int end = at;
        while (end < body.length && body[end] >= '0' && body[end] <= '9') {
            end++;
        }
        int digits = end - at;
        boolean plain = digits == 1 || digits > 1 && digits <= MOST_DIGITS && body[at] != '0';
        if (!plain) {
            return -1;
        }
        found[field.ordinal()] = new String(body, at, digits, StandardCharsets.ISO_8859_1);
        return end;
    }

    /** Where the string that begins here has its closing quote, or -1 if it isn't a plain one. */
    private static int stringEnd(byte[] body, int at) {
        if (at >= body.length || body[at] != '"') {
            return -1;
        }
        int i = at + 1;
        while (i + Long.BYTES <= body.length && !hasSpecial((long) EIGHT.get(body, i))) {
            i += Long.BYTES;
        }
        for (; i < body.length; i++) {
            byte one = body[i];
            if (one == '"') {
                return i;
            }
            if (one == '\\' || one >= 0 && one < ' ') {
                return -1;
            }
        }
        return -1;
    }

    /** Whether one of eight bytes may be a quote, a backslash or a control character. */
    private static boolean hasSpecial(long eight) {
        long quote = eight ^ QUOTES;
        long backslash = eight ^ BACKSLASHES;
        long special =
                quote - ONES & ~quote | backslash - ONES & ~backslash | eight - BLANKS & ~eight;
        return (special & HIGH) != 0;
    }

    private static boolean isAscii(byte[] body, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            if (((long) EIGHT.get(body, i) & HIGH) != 0) {
                return false;
            }
        }
        int bits = 0;
        for (; i < to; i++) {
            bits |= body[i];
        }
        return bits >= 0;
    }
}
