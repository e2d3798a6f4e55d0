package org.dungeontalk.gateway.limit;

/**
 * Every limit on numbers and rates. Sizes and time limits are elsewhere; docs/limits.md lists all
 * of them, with defaults and settings.
 */
public enum Limit {
    /** Open connections of this gateway. */
    GATEWAY_CONNECTIONS(503, "This gateway is full."),
    /** Handshakes a second on this gateway. */
    GATEWAY_HANDSHAKES(503, "Too many players arrive at once."),
    /** HTTP requests a second from one address, handshakes included. */
    ADDRESS_REQUESTS(429, "Too many requests a second from this address."),
    /** Requests of one connection that wait for their answers. */
    CONNECTION_REQUESTS(429, "Too many requests of this connection wait for their answers."),
    /** Handshakes a second from one address. */
    ADDRESS_HANDSHAKES(429, "Too many connections a second from this address."),
    /** Handshakes a second without a token from one network. */
    NETWORK_HANDSHAKES(429, "Too many connections a second from this network."),
    /** Connections of one address to this gateway. */
    ADDRESS_CONNECTIONS(429, "Too many connections from this address."),
    /** Connections of one player to this gateway; past it an older one is closed. */
    PLAYER_CONNECTIONS(429, "Too many connections of this player."),
    /** Frames a second on one connection, of any kind. */
    CONNECTION_FRAMES(429, "Too many frames a second on this connection."),
    /** Bytes a second received on one connection; a WebSocket frame counts as at least 1 KiB. */
    CONNECTION_BYTES(429, "Too many bytes a second on this connection."),
    /** SENDs a second of one player, over all connections to this gateway. */
    PLAYER_MESSAGES(429, "Too many messages a second from this player."),
    /** SENDs a second from one address, over all players. */
    ADDRESS_MESSAGES(429, "Too many messages a second from this address."),
    /** Messages a second that one service publishes over HTTP. */
    SERVICE_MESSAGES(429, "Too many messages a second from this service.");

    private final int status;
    private final String sentence;

    Limit(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /**
     * The HTTP status of a refused handshake or request: 429 if the caller exceeded a limit of its
     * own, 503 otherwise.
     */
    public int status() {
        return status;
    }

    /** The explanation for a person. */
    public String sentence() {
        return sentence;
    }
}
