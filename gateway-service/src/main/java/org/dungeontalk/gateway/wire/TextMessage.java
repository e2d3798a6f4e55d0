package org.dungeontalk.gateway.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * One unmasked WebSocket text message, framed once and sent to any number of clients. The array is
 * shared and must not be changed.
 */
public final class TextMessage {
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    private final byte[] frame;
    private final int payloadAt;
    private TextMessage wrapped;

    private TextMessage(byte[] frame, int payloadAt) {
        this.frame = frame;
        this.payloadAt = payloadAt;
    }

    /** A message with the payload, which must be UTF-8. */
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

    /**
     * The same text in another framing. It is made at the first call and then shared, so all
     * members with that framing cost one more encoding. A race may make it twice, without harm.
     *
     * @param wrap makes the payload; must always be the same function, since one result is kept
     */
    public TextMessage wrapped(UnaryOperator<byte[]> wrap) {
        TextMessage made = wrapped;
        if (made == null) {
            made = of(wrap.apply(Arrays.copyOfRange(frame, payloadAt, frame.length)));
            wrapped = made;
        }
        return made;
    }

    /** Bytes on the wire, including the frame header. */
    public int size() {
        return frame.length;
    }

    byte[] frame() {
        return frame;
    }

    private static int headerLength(int payload) {
        if (payload < SHORT) {
            return 2;
        }
        return payload < 65_536 ? 4 : 10;
    }
}
