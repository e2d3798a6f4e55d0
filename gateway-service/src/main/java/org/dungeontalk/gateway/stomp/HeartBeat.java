package org.dungeontalk.gateway.stomp;

/**
 * The negotiated heart-beats.
 *
 * @param sendEvery the server sends at least once in this many milliseconds; 0: never
 * @param expectEvery the server expects to hear from the client at least once in this many
 *     milliseconds; 0: never
 */
public record HeartBeat(long sendEvery, long expectEvery) {

    /**
     * A client counts as lost after 1.5 intervals of silence; the margin allows for the network.
     */
    private static final double MARGIN = 1.5;

    private static final long LARGEST = 24 * 60 * 60 * 1000L;

    /**
     * Negotiates as STOMP defines: in each direction the slower of what one side can do and the
     * other wants.
     *
     * @param header the client's {@code heart-beat} header; {@code null} means "0,0"
     * @param own the server's interval in both directions, in milliseconds
     * @throws StompException if the header isn't two non-negative numbers
     */
    public static HeartBeat negotiate(String header, long own) {
        if (header == null) {
            return new HeartBeat(0, 0);
        }
        String[] parts = header.split(",", -1);
        if (parts.length != 2) {
            throw new StompException("heart-beat must have two numbers");
        }
        long clientSends = number(parts[0]);
        long clientWants = number(parts[1]);
        return new HeartBeat(agree(own, clientWants), agree(clientSends, own));
    }

    /** The {@code heart-beat} header of the CONNECTED frame. */
    public static String header(long own) {
        return own + "," + own;
    }

    /** Whether the client counts as lost after this many milliseconds of silence. */
    public boolean lost(long silentFor) {
        return expectEvery > 0 && silentFor > expectEvery * MARGIN;
    }

    /**
     * Whether to send a heart-beat now, given the time since the last write and until the next
     * check.
     */
    public boolean due(long quietFor, long nextLook) {
        return sendEvery > 0 && quietFor + nextLook >= sendEvery;
    }

    /**
     * Whether to ping the client. STOMP has no frame that asks for an answer, and the heart-beats
     * of a hidden page come once a minute at best.
     *
     * @param silentFor milliseconds since the last frame received, or since the last ping
     * @param quietFor milliseconds since the last frame sent, including a ping
     * @param pingAfter either of them triggers a ping at this value; a shorter negotiated interval
     *     replaces it for {@code silentFor}
     */
    public boolean pingDue(long silentFor, long quietFor, long pingAfter) {
        long silence = expectEvery > 0 ? Math.min(pingAfter, expectEvery) : pingAfter;
        return silentFor >= silence || quietFor >= pingAfter;
    }

    private static long agree(long can, long wants) {
        return can == 0 || wants == 0 ? 0 : Math.max(can, wants);
    }

    private static long number(String text) {
        try {
            long value = Long.parseLong(text.trim());
            if (value < 0) {
                throw new StompException("heart-beat is negative");
            }
            return Math.min(value, LARGEST);
        } catch (NumberFormatException e) {
            throw new StompException("heart-beat is not a number");
        }
    }
}
