package org.dungeontalk.gateway.delivery;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.log.Cursor;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.wire.TextMessage;

/**
 * Encodes a batch of messages into as few WebSocket messages as the bound allows. Pure and
 * thread-safe.
 *
 * @param topic that the cursors refer to
 * @param coalesceBytes size up to which frames share a WebSocket message; a single frame may be
 *     larger
 */
public record FrameEncoder(Topic topic, int coalesceBytes) {

    /** A WebSocket message and the number of MESSAGE frames in it. */
    record Encoded(TextMessage message, int count) {}

    List<Encoded> encode(Member.Head head, List<LogRecord> messages) {
        List<Encoded> all = new ArrayList<>(1);
        byte[] headBytes = head.bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream(estimate(headBytes, messages));
        int count = 0;
        for (LogRecord message : messages) {
            if (count > 0 && out.size() + size(headBytes, message) > coalesceBytes) {
                all.add(new Encoded(TextMessage.of(out.toByteArray()), count));
                out.reset();
                count = 0;
            }
            ServerFrame.message(
                    headBytes, Cursor.of(topic, message).toString(), message.json(), out);
            count++;
        }
        if (count > 0) {
            all.add(new Encoded(TextMessage.of(out.toByteArray()), count));
        }
        return all;
    }

    private int estimate(byte[] head, List<LogRecord> messages) {
        return messages.isEmpty()
                ? 0
                : Math.min(coalesceBytes, messages.size() * size(head, messages.get(0)));
    }

    /** An upper bound: the cursor and the content-length header take at most 64 bytes. */
    private static int size(byte[] head, LogRecord message) {
        return head.length + message.json().length + 64;
    }
}
