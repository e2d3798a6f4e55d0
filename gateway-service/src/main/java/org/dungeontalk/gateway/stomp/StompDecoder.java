package org.dungeontalk.gateway.stomp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.dungeontalk.gateway.text.Utf8;

/**
 * Decodes the bytes of WebSocket messages into STOMP frames. A message may hold several frames, and
 * a frame may span several messages.
 *
 * <p>Every byte is examined once, however frames are split: between messages it keeps the state of
 * an unfinished frame, at most {@code maxFrame} bytes. Not thread-safe; one per connection. Netty's
 * codec is not used because an EmbeddedChannel costs 14 KiB per connection; this decoder costs 60
 * bytes.
 */
public final class StompDecoder {
    private static final int MAX_HEADERS = 64;
    private static final int HEADER_COST = 160;
    private static final int UP_TO_NUL = -1;
    private static final StompInput BEAT = new StompInput.HeartBeat();

    private final int maxFrame;
    private final Piece piece = new Piece();
    private boolean escapes = true;
    private StompCommand command;
    private Map<String, String> headers;
    private boolean inBody;
    private int bodyLength;
    private int size;
    private boolean ended;

    /**
     * @param maxFrame the largest frame in bytes: command, headers and body together
     */
    public StompDecoder(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    /** Sets the negotiated version: STOMP 1.0 does not escape headers. */
    public void speak(StompVersion version) {
        escapes = version.escapes();
    }

    /**
     * Decodes all complete frames and keeps the rest. After an exception the connection must be
     * closed.
     *
     * @param out gets every frame and heart-beat in order, on the calling thread
     * @throws StompException if the bytes are not STOMP or a frame is too large
     * @throws MalformedTextException if a header is not UTF-8
     */
    public void decode(byte[] bytes, Consumer<StompInput> out) {
        int at = 0;
        while (at < bytes.length && !ended) {
            at = inBody ? body(bytes, at, out) : line(bytes, at, out);
        }
    }

    /** Approximate memory of an unfinished frame in bytes; 0 if there is none. */
    public int unfinished() {
        return size == 0
                ? 0
                : size + piece.spare() + (headers == null ? 0 : HEADER_COST * headers.size());
    }

    /** Forgets an unfinished frame and ignores further bytes; {@code out} may call it. */
    public void end() {
        ended = true;
        command = null;
        headers = null;
        inBody = false;
        size = 0;
        piece.forget();
    }

    /** Reads the line at {@code from}, or its beginning; returns where it ends. */
    private int line(byte[] bytes, int from, Consumer<StompInput> out) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            if (bytes[at] == 0) {
                throw new StompException("a frame ends within its headers");
            }
            at++;
        }
        grow(at - from);
        piece.add(bytes, from, at);
        if (at == bytes.length) {
            return at;
        }
        line(piece.line(), out);
        return at + 1;
    }

    private void line(String line, Consumer<StompInput> out) {
        if (command == null && line.isEmpty()) {
            size = 0;
            out.accept(BEAT);
            return;
        }
        grow(1);
        if (command == null) {
            command = StompCommand.named(line);
            headers = new LinkedHashMap<>();
        } else if (line.isEmpty()) {
            inBody = true;
            bodyLength = length(headers.get("content-length"));
        } else {
            header(line);
        }
    }

    /** Reads the body at {@code from}, or a part of it; returns where it ends. */
    private int body(byte[] bytes, int from, Consumer<StompInput> out) {
        int end = bodyEnd(bytes, from);
        grow(Math.min(end, bytes.length) - from);
        piece.add(bytes, from, Math.min(end, bytes.length));
        if (end >= bytes.length) {
            return bytes.length;
        }
        if (bytes[end] != 0) {
            throw new StompException(
                    "content-length:"
                            + bodyLength
                            + " does not match the body; it must count bytes of UTF-8, not"
                            + " characters");
        }
        StompFrame frame = new StompFrame(command, headers, piece.take());
        command = null;
        headers = null;
        inBody = false;
        size = 0;
        out.accept(frame);
        return end + 1;
    }

    /** The index of the NUL after the body; {@code bytes.length} or more if it has not come yet. */
    private int bodyEnd(byte[] bytes, int from) {
        if (bodyLength != UP_TO_NUL) {
            return from + bodyLength - piece.length();
        }
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at;
    }

    private int length(String text) {
        if (text == null) {
            return UP_TO_NUL;
        }
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
            throw new StompException("content-length is not a number");
        }
    }

    private void header(String line) {
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

    private void grow(int bytes) {
        size += bytes;
        if (size > maxFrame) {
            throw tooLarge();
        }
    }

    private StompException tooLarge() {
        return new StompException("a frame is larger than " + maxFrame + " bytes");
    }

    /** The part of a line or body received so far. */
    private static final class Piece {
        private static final byte[] NOTHING = {};

        private byte[] bytes = NOTHING;
        private int length;

        int length() {
            return length;
        }

        /** Unused capacity in bytes. */
        int spare() {
            return bytes.length - length;
        }

        /**
         * Doubles the capacity when needed, so that adding takes amortised constant time per byte.
         */
        void add(byte[] from, int at, int to) {
            int more = to - at;
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * length));
            }
            System.arraycopy(from, at, bytes, length, more);
            length += more;
        }

        /** Returns the line without its carriage return and forgets it. */
        String line() {
            int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
            String line = Utf8.text(bytes, 0, end);
            forget();
            return line;
        }

        /** Returns the bytes and forgets them. */
        byte[] take() {
            byte[] taken = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            forget();
            return taken;
        }

        private void forget() {
            bytes = NOTHING;
            length = 0;
        }
    }
}
