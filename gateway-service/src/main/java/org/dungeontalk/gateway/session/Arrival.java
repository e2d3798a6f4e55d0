package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.identity.Player;

/**
 * What the handshake found out.
 *
 * @param address under which the client is counted, see {@link ClientAddress}
 * @param player whom the handshake's token names; {@code null} if it had none
 */
record Arrival(String address, Player player) {
    /** Of a connection that came past no handshake check. */
    static final Arrival UNKNOWN = new Arrival(ClientAddress.UNKNOWN, null);
}
