package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A unit of input that clients repeat at a steady rate.
 *
 * @param name as the command and the table show it
 * @param opening what a connection is before the first unit
 * @param connections number of connections
 * @param perSecond units that each connection sends a second
 * @param allowed the most units that the gateway reads or carries out a second
 * @param of whom: a connection, a player or an address
 * @param begins sent once after the opening, or nothing
 * @param bytes makes the units
 */
record HostileUnit(
        String name,
        Opening opening,
        int connections,
        double perSecond,
        int allowed,
        String of,
        byte[] begins,
        Bytes bytes) {

    /** What a connection is before the first unit. */
    enum Opening {
        /** A TCP connection. */
        TCP,
        /** A WebSocket without a token. */
        WEBSOCKET,
        /** A player's STOMP session in SockJS. */
        SOCKJS,
        /** A player's STOMP session. */
        PLAYER
    }

    /** Makes the units of a connection. */
    interface Bytes {

        /**
         * The next unit.
         *
         * @param client number of the connection
         * @param serial number of the unit, from 0; starts again with a new connection
         */
        byte[] of(int client, int serial);
    }

    /** A unit that is always the same. */
    static Bytes always(byte[] unit) {
        return (client, serial) -> unit;
    }

    /** A WebSocket text message. */
    static byte[] text(String text) {
        return RawSocket.encoded(RawSocket.TEXT, text.getBytes(UTF_8));
    }
}
