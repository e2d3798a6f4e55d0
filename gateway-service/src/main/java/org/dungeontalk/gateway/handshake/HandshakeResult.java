package org.dungeontalk.gateway.handshake;

import org.dungeontalk.gateway.identity.Player;

/**
 * The result of a handshake.
 *
 * @param address under which the client is counted, see {@link ClientAddress}
 * @param player the player of the handshake's token; {@code null} if it had none
 */
public record HandshakeResult(String address, Player player) {
    /** For a connection that bypassed the handshake check. */
    public static final HandshakeResult UNKNOWN = new HandshakeResult(ClientAddress.UNKNOWN, null);
}
