package org.dungeontalk.gateway.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the bytes of WebSocket messages and gives STOMP frames: several in one message, one over
 * several messages.
 *
 * <p>Not thread-safe; one per connection. Between messages it keeps only an unfinished frame, at
 * most {@code maxFrame} bytes. Why not Netty's codec: an EmbeddedChannel costs 14 KiB a connection,
 * this costs 40 bytes.
 */
public final class StompDecoder {
    private static final int MAX_HEADERS = 64;
    private static final byte[] NOTHING = {};
    private static final StompInput BEAT = new StompInput.HeartBeat();

    private final int maxFrame;
    private byte[] kept = NOTHING;
    private boolean escapes = true;

    /**
     * @param maxFrame the largest frame, command, headers and body together, in bytes
     */
    public StompDecoder(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    /** To be called once the version is negotiated: STOMP 1.0 does not escape headers. */
    public void speak(StompVersion version) {
        escapes = version.escapes();
    }

    /**
     * Decodes what is whole and keeps the rest.
     *
     * @param out gets every frame and heart-beat in order, on this thread
     * @throws StompException if the bytes are no STOMP or a frame is too large; the connection is
     *     then beyond repair
     */
    public void decode(byte[] bytes, Consumer<StompInput> out) {
        byte[] data = kept.length == 0 ? bytes : joined(kept, bytes);
        kept = NOTHING;
        int at = 0;
        while (at < data.length) {
            int eol = endOfLine(data, at);
            if (eol > 0) {
                out.accept(BEAT);
                at += eol;
                continue;
            }
            int next = frame(data, at, out);
            if (next < 0) {
                keep(data, at);
                return;
            }
            at = next;
        }
    }

    private void keep(byte[] data, int from) {
        if (data.length - from > maxFrame) {
            throw tooLarge();
        }
        kept = Arrays.copyOfRange(data, from, data.length);
    }

    /**
     * Decodes the frame at {@code from}; returns where the next begins, or -1 if it isn't whole
     * yet.
     */
    private int frame(byte[] data, int from, Consumer<StompInput> out) {
        int at = lineEnd(data, from);
        if (at < 0) {
            return -1;
        }
        StompCommand command = StompCommand.named(line(data, from, at));
        Map<String, String> headers = new LinkedHashMap<>();
        while (true) {
            int start = at + 1;
            at = lineEnd(data, start);
            if (at < 0) {
                return -1;
            }
            String line = line(data, start, at);
            if (line.isEmpty()) {
                break;
            }
            header(command, line, headers);
        }
        int bodyFrom = at + 1;
        int bodyTo = bodyEnd(data, bodyFrom, headers.get("content-length"));
        if (bodyTo < 0) {
            return -1;
        }
        if (bodyTo - from > maxFrame) {
            throw tooLarge();
        }
        out.accept(new StompFrame(command, headers, Arrays.copyOfRange(data, bodyFrom, bodyTo)));
        return bodyTo + 1;
    }

    /** Where the NUL after the body lies, or -1 if it hasn't come yet. */
    private int bodyEnd(byte[] data, int from, String contentLength) {
        if (contentLength == null) {
            for (int i = from; i < data.length; i++) {
                if (data[i] == 0) {
                    return i;
                }
            }
            return -1;
        }
        int length = length(contentLength);
        if (from + length >= data.length) {
            return -1;
        }
        if (data[from + length] != 0) {
            throw new StompException("content-length does not match the body");
        }
        return from + length;
    }

    private int length(String text) {
        try {
            int length = Integer.parseInt(text.trim());
            if (length < 0) {
                throw new StompException("content-length is negative");
            }
            if (length > maxFrame) {
                throw tooLarge();
            }
            return length;
        } catch (NumberFormatException e) {
            throw new StompException("content-length is no number");
        }
    }

    private void header(StompCommand command, String line, Map<String, String> headers) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new StompException("a header line has no name or no colon");
        }
        if (headers.size() >= MAX_HEADERS) {
            throw new StompException("more than " + MAX_HEADERS + " headers");
        }
        boolean unescape = escapes && !command.opens();
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1);
        headers.putIfAbsent(
                unescape ? HeaderText.unescape(name) : name,
                unescape ? HeaderText.unescape(value) : value);
    }

    private int lineEnd(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == '\n') {
                return i;
            }
            if (data[i] == 0) {
                throw new StompException("a frame ends within its headers");
            }
        }
        return -1;
    }

    private static String line(byte[] data, int from, int to) {
        int end = to > from && data[to - 1] == '\r' ? to - 1 : to;
        return new String(data, from, end - from, UTF_8);
    }

    private static int endOfLine(byte[] data, int at) {
        if (data[at] == '\n') {
            return 1;
        }
        return data[at] == '\r' && at + 1 < data.length && data[at + 1] == '\n' ? 2 : 0;
    }

    private StompException tooLarge() {
        return new StompException("a frame is larger than " + maxFrame + " bytes");
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
