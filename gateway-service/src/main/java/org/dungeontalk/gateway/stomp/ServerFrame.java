package org.dungeontalk.gateway.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Encodes the frames that the server sends. Pure; the bytes are UTF-8 and end with NUL. */
public final class ServerFrame {
    /** The end of line that serves as a heart-beat. */
    public static final byte[] HEART_BEAT = {'\n'};

    private static final String JSON = "application/json";

    private ServerFrame() {}

    /** CONNECTED. STOMP never escapes its headers. */
    public static byte[] connected(
            StompVersion version, long heartBeatMillis, String session, String playerId) {
        return ("CONNECTED\nversion:"
                        + version.text()
                        + "\nheart-beat:"
                        + HeartBeat.header(heartBeatMillis)
                        + "\nserver:dungeontalk-gateway\nsession:"
                        + session
                        + "\nuser-name:"
                        + playerId.replace("\n", "").replace("\r", "")
                        + "\n\n\0")
                .getBytes(UTF_8);
    }

    /** RECEIPT for a frame. */
    public static byte[] receipt(StompVersion version, String receiptId) {
        return ("RECEIPT\nreceipt-id:" + text(version, receiptId) + "\n\n\0").getBytes(UTF_8);
    }

    /**
     * RECEIPT for a SUBSCRIBE to a room.
     *
     * @param position where the stream continues, as headers
     */
    public static byte[] subscribeReceipt(
            StompVersion version, String receiptId, StreamPosition position) {
        return ("RECEIPT\nreceipt-id:" + text(version, receiptId) + position.headers() + "\n\n\0")
                .getBytes(UTF_8);
    }

    /** The first MESSAGE of a stream that does not continue at the client's cursor. */
    public static byte[] notResumed(String messageHead, StreamPosition position) {
        byte[] body =
                ("{\"resumed\":false,\"reason\":\"" + position.reason() + "\"}").getBytes(UTF_8);
        return message(messageHead, "none" + position.headers(), body);
    }

    /** ERROR for a client without a common version; lists the versions of the server. */
    public static byte[] noCommonVersion() {
        return ("ERROR\nmessage:no common version; 1.0, 1.1 and 1.2 are spoken\n"
                        + "version:1.0,1.1,1.2\ncontent-type:text/plain\n\n\0")
                .getBytes(UTF_8);
    }

    /** ERROR; the connection closes after it. */
    public static byte[] error(String message, String receiptId, StompVersion version) {
        StringBuilder head = new StringBuilder("ERROR\n");
        if (receiptId != null) {
            head.append("receipt-id:").append(text(version, receiptId)).append('\n');
        }
        head.append("message:").append(text(version, message)).append('\n');
        return head.append("content-type:text/plain\n\n\0").toString().getBytes(UTF_8);
    }

    /**
     * The part that all MESSAGEs of a subscription share; ends before the value of {@code
     * message-id}.
     */
    public static String messageHead(
            StompVersion version, String subscription, String destination) {
        return "MESSAGE\nsubscription:"
                + text(version, subscription)
                + "\ndestination:"
                + text(version, destination)
                + "\ncontent-type:"
                + JSON
                + "\nmessage-id:";
    }

    /** Encodes a complete MESSAGE. */
    public static byte[] message(String head, String messageId, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length + 64);
        message(head.getBytes(UTF_8), messageId, body, out);
        return out.toByteArray();
    }

    /** Appends a complete MESSAGE to {@code out}. */
    public static void message(
            byte[] head, String messageId, byte[] body, ByteArrayOutputStream out) {
        out.writeBytes(head);
        out.writeBytes((messageId + "\ncontent-length:" + body.length + "\n\n").getBytes(UTF_8));
        out.writeBytes(body);
        out.write(0);
    }

    private static String text(StompVersion version, String value) {
        return version.escapes()
                ? HeaderText.escape(value)
                : value.replace('\n', ' ').replace('\r', ' ');
    }
}
