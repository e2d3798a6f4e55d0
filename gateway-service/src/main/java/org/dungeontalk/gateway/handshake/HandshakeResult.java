package org.dungeontalk.gateway.handshake;

import org.dungeontalk.gateway.identity.Player;

/**
 * What the handshake found out.
 *
 * @param address under which the client is counted, see {@link ClientAddress}
 * @param player whom the handshake's token names; {@code null} if it had none
 */
public record HandshakeResult(String address, Player player) {
    /** Of a connection that came past no handshake check. */
    public static final HandshakeResult UNKNOWN = new HandshakeResult(ClientAddress.UNKNOWN, null);
}
