package org.dungeontalk.gateway.limit;

/**
 * Every limit on how many and how often. Sizes and time limits are elsewhere; docs/limits.md has
 * all of them, with defaults and settings.
 */
public enum Limit {
    /** Connections of this gateway. */
    GATEWAY_CONNECTIONS(503, "This gateway is full."),
    /** Handshakes a second of this gateway. */
    GATEWAY_HANDSHAKES(503, "Too many players arrive at once."),
    /** Handshakes a second of one address. */
    ADDRESS_HANDSHAKES(429, "Too many connections a second from this address."),
    /** Handshakes a second without a token, of one network. */
    NETWORK_HANDSHAKES(429, "Too many connections a second from this network."),
    /** Connections of one address to this gateway. */
    ADDRESS_CONNECTIONS(429, "Too many connections from this address."),
    /** Connections of one player to this gateway; an older one gives its place. */
    PLAYER_CONNECTIONS(429, "Too many connections of this player."),
    /** Frames a second of one connection, whatever they say. */
    CONNECTION_FRAMES(429, "Too many frames a second on this connection."),
    /** Bytes a second that come on one connection, at least 1 KiB for each WebSocket frame. */
    CONNECTION_BYTES(429, "Too much comes on this connection."),
    /** SENDs a second of one player, all connections to this gateway together. */
    PLAYER_MESSAGES(429, "Too many messages a second of this player."),
    /** SENDs a second of one address, all players together. */
    ADDRESS_MESSAGES(429, "Too many messages a second from this address."),
    /** Messages a second that one service publishes over HTTP. */
    SERVICE_MESSAGES(429, "Too many messages a second of this service.");

    private final int status;
    private final String sentence;

    Limit(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /** The HTTP status of a refused handshake or request: 429 is the caller's doing, 503 isn't. */
    public int status() {
        return status;
    }

    /** What a person is told. */
    public String sentence() {
        return sentence;
    }
}
