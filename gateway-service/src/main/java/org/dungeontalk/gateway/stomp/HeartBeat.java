package org.dungeontalk.gateway.stomp;

/**
 * What the two sides agreed on.
 *
 * @param sendEvery the server sends at least every so many milliseconds; 0: never
 * @param expectEvery the server expects to hear from the client at least every so many
 *     milliseconds; 0: never
 */
public record HeartBeat(long sendEvery, long expectEvery) {

    /** A client is taken for gone after 1.5 intervals of silence: the margin is the network's. */
    private static final double MARGIN = 1.5;

    private static final long LARGEST = 24 * 60 * 60 * 1000L;

    /**
     * Agrees as STOMP says: each direction beats at the slower of what one can do and the other
     * wants.
     *
     * @param header the client's {@code heart-beat} header, {@code null} means "0,0"
     * @param own the server's interval both ways, in milliseconds
     * @throws StompException if the header isn't two non-negative numbers
     */
    public static HeartBeat negotiate(String header, long own) {
        if (header == null) {
            return new HeartBeat(0, 0);
        }
        String[] parts = header.split(",", -1);
        if (parts.length != 2) {
            throw new StompException("heart-beat needs two numbers");
        }
        long clientSends = number(parts[0]);
        long clientWants = number(parts[1]);
        return new HeartBeat(agree(own, clientWants), agree(clientSends, own));
    }

    /** The {@code heart-beat} header of the CONNECTED frame. */
    public static String header(long own) {
        return own + "," + own;
    }

    /** Whether so many milliseconds of silence mean that the client is gone. */
    public boolean lost(long silentFor) {
        return expectEvery > 0 && silentFor > expectEvery * MARGIN;
    }

    /**
     * Whether a beat is due, given how long nothing was sent and when the clock is looked at again.
     */
    public boolean due(long quietFor, long nextLook) {
        return sendEvery > 0 && quietFor + nextLook >= sendEvery;
    }

    /**
     * Whether the client is to be pinged: STOMP has no frame that asks for an answer, and a hidden
     * page's own beats come once a minute at best.
     *
     * @param silentFor milliseconds since anything came, or since the last ping
     * @param quietFor milliseconds since anything was sent, a ping too
     * @param pingAfter so many of either are enough; an agreed beat that is shorter counts instead
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
            throw new StompException("heart-beat is no number");
        }
    }
}
