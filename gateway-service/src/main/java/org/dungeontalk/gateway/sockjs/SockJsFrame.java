package org.dungeontalk.gateway.sockjs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * Encodes the frames that a SockJS server sends over a WebSocket. Pure; works on UTF-8 bytes, so a
 * message is never decoded to characters.
 */
final class SockJsFrame {
    /** The first frame: the connection is open. */
    static final byte[] OPEN = {'o'};

    private static final byte[] HEAD = {'a', '[', '"'};
    private static final byte[] TAIL = {'"', ']'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final int CONTROL_LENGTH = 6;

    private SockJsFrame() {}

    /**
     * {@code a["…"]}: one message.
     *
     * @param text UTF-8; quotes, backslashes and control characters are escaped, including STOMP's
     *     NUL
     */
    static byte[] message(byte[] text) {
        byte[] out = new byte[HEAD.length + escapedLength(text) + TAIL.length];
        System.arraycopy(HEAD, 0, out, 0, HEAD.length);
        int at = HEAD.length;
        for (byte b : text) {
            char escape = escape(b);
            if (escape == 0) {
                out[at++] = b;
            } else {
                out[at++] = '\\';
                out[at++] = (byte) escape;
                if (escape == 'u') {
                    out[at++] = '0';
                    out[at++] = '0';
                    out[at++] = HEX[b >> 4];
                    out[at++] = HEX[b & 15];
                }
            }
        }
        System.arraycopy(TAIL, 0, out, at, TAIL.length);
        return out;
    }

    /** {@code c[1012,"…"]}: the connection closes, with code and reason. */
    static byte[] close(CloseCode code) {
        return ("c[" + code.code() + ",\"" + code.reason() + "\"]").getBytes(UTF_8);
    }

    private static int escapedLength(byte[] text) {
        int length = text.length;
        for (byte b : text) {
            char escape = escape(b);
            if (escape == 'u') {
                length += CONTROL_LENGTH - 1;
            } else if (escape != 0) {
                length++;
            }
        }
        return length;
    }

    /**
     * The character after the backslash, {@code 'u'} for the long form; 0 if the byte is not
     * escaped.
     */
    private static char escape(byte b) {
        if (b == '"' || b == '\\') {
            return (char) b;
        }
        if (b < 0 || b >= ' ') {
            return 0;
        }
        return switch (b) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 'u';
        };
    }
}
