package org.dungeontalk.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * One unmasked WebSocket text message, framed once and sent to any number of clients. Immutable by
 * agreement: the array is shared.
 */
public final class TextMessage {
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    private final byte[] frame;
    private final int payloadAt;

    private TextMessage(byte[] frame, int payloadAt) {
        this.frame = frame;
        this.payloadAt = payloadAt;
    }

    /** The message with that payload, which must be UTF-8. */
    public static TextMessage of(byte[] payload) {
        int head = headerLength(payload.length);
        ByteBuffer frame = ByteBuffer.allocate(head + payload.length).put(FINAL_TEXT);
        switch (head) {
            case 2 -> frame.put((byte) payload.length);
            case 4 -> frame.put((byte) SHORT).putShort((short) payload.length);
            default -> frame.put((byte) LONG).putLong(payload.length);
        }
        frame.put(payload);
        return new TextMessage(frame.array(), head);
    }

    /** Bytes on the wire. */
    public int size() {
        return frame.length;
    }

    byte[] frame() {
        return frame;
    }

    String text() {
        return new String(frame, payloadAt, frame.length - payloadAt, UTF_8);
    }

    private static int headerLength(int payload) {
        if (payload < SHORT) {
            return 2;
        }
        return payload < 65_536 ? 4 : 10;
    }
}
