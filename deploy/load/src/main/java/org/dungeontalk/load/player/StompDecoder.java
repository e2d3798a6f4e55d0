package org.dungeontalk.load.player;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes frames from a stream of bytes in parts of any size. Skips heart-beats. Not thread-safe:
 * use one per connection, on the reading thread.
 */
public final class StompDecoder {

    private byte[] buffer = new byte[4096];
    private int from;
    private int to;

    /**
     * Adds bytes, and returns the frames that are now complete.
     *
     * @throws IllegalArgumentException if this is not STOMP
     */
    public List<StompFrame> decode(ByteBuffer bytes) {
        append(bytes);
        List<StompFrame> frames = new ArrayList<>();
        for (Optional<StompFrame> next = next(); next.isPresent(); next = next()) {
            frames.add(next.get());
        }
        return frames;
    }

    private Optional<StompFrame> next() {
        while (from < to && (buffer[from] == '\n' || buffer[from] == '\r')) {
            from++;
        }
        int bodyStart = endOfHead();
        if (bodyStart < 0) {
            return Optional.empty();
        }
        String[] lines =
                new String(buffer, from, bodyStart - from, StandardCharsets.UTF_8).split("\r?\n");
        Map<String, String> headers = headers(lines);
        int bodyEnd = endOfBody(bodyStart, headers);
        if (bodyEnd < 0) {
            return Optional.empty();
        }
        String body = new String(buffer, bodyStart, bodyEnd - bodyStart, StandardCharsets.UTF_8);
        from = bodyEnd + 1;
        return Optional.of(new StompFrame(lines[0], headers, body));
    }

    private int endOfHead() {
        for (int i = from; i + 1 < to; i++) {
            if (buffer[i] == '\n' && buffer[i + 1] == '\n') {
                return i + 2;
            }
            if (i + 2 < to && buffer[i] == '\n' && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    private int endOfBody(int start, Map<String, String> headers) {
        String length = headers.get("content-length");
        if (length != null) {
            int end = start + Integer.parseInt(length);
            if (end < to && buffer[end] != 0) {
                throw new IllegalArgumentException("No NUL after a body of " + length + " bytes");
            }
            return end < to ? end : -1;
        }
        for (int i = start; i < to; i++) {
            if (buffer[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, String> headers(String[] lines) {
        boolean plain = lines[0].equals("CONNECTED");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("A header without a colon");
            }
            String name = lines[i].substring(0, colon);
            String value = lines[i].substring(colon + 1);
            headers.putIfAbsent(plain ? name : unescaped(name), plain ? value : unescaped(value));
        }
        return headers;
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || ++i == text.length()) {
                plain.append(c);
            } else {
                plain.append(
                        switch (text.charAt(i)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 'c' -> ':';
                            default -> text.charAt(i);
                        });
            }
        }
        return plain.toString();
    }

    private void append(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (to + more > buffer.length) {
            int kept = to - from;
            byte[] larger = kept + more > buffer.length ? new byte[2 * (kept + more)] : buffer;
            System.arraycopy(buffer, from, larger, 0, kept);
            buffer = larger;
            from = 0;
            to = kept;
        }
        bytes.get(buffer, to, more);
        to += more;
    }
}
