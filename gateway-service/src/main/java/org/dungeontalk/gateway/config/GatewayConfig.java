package org.dungeontalk.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** All settings of the gateway except the framework's. docs/limits.md explains the bounds. */
@ConfigMapping(prefix = "dungeontalk")
public interface GatewayConfig {

    Token token();

    StompSettings stomp();

    Limits limits();

    LogSettings log();

    InboundSettings inbound();

    OutboundSettings outbound();

    Drain drain();

    Moderation moderation();

    PresenceSettings presence();

    Page page();

    TraceSettings trace();

    /** Which tokens are accepted. Exactly one of secret and jwks must be set. */
    interface Token {
        /**
         * HS256 secret, at least 32 bytes. One that begins with {@code local-} is a development
         * key: outside the profiles local, dev and test the gateway does not start with it.
         */
        Optional<String> secret();

        /** File or URL of a JWKS with RS256 or ES256 keys. */
        Optional<String> jwks();

        /** The {@code iss} that a token must have; unset: any. */
        Optional<String> issuer();

        /** The {@code aud} that a token must have; unset: any. */
        Optional<String> audience();

        /** Whether a token without {@code rooms} is valid for every room; false: for none. */
        @WithDefault("true")
        boolean roomsOpen();
    }

    /**
     * What one player, connection, address or service may do on this gateway. {@code limit.Limits}
     * holds the rates and the numbers of connections; {@code session} the numbers of one
     * connection.
     */
    interface Limits {
        /**
         * Whether rates and the connections per player and address are limited; false only for load
         * tests.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * Messages a second of one player, over all connections to this gateway; past it:
         * RATE_LIMITED.
         */
        @WithDefault("5")
        int messagesPerSecond();

        /** Messages that a player may send at once after a pause. */
        @WithDefault("20")
        int messageBurst();

        /** Frames a second on one connection, except heart-beats; past it: RATE_LIMITED. */
        @WithDefault("50")
        int framesPerSecond();

        /** Frames on one connection at once; more than subscribing to all rooms takes. */
        @WithDefault("200")
        int frameBurst();

        /**
         * Bytes a second received on one connection; each WebSocket frame counts as at least 1 KiB,
         * even a ping or fragment. Past it reading pauses until the rate fits again.
         */
        @WithDefault("131072")
        int inboundBytesPerSecond();

        /** Bytes at once after a pause. */
        @WithDefault("524288")
        int inboundBurstBytes();

        /** Messages a second from one address, over all its players; past it: RATE_LIMITED. */
        @WithDefault("500")
        int addressMessagesPerSecond();

        /** How many of them at once after a pause. */
        @WithDefault("2000")
        int addressMessageBurst();

        /** Messages a second that one service publishes over HTTP; past it: 429. */
        @WithDefault("100")
        int serviceMessagesPerSecond();

        /** How many of them at once after a pause. */
        @WithDefault("500")
        int serviceMessageBurst();

        /**
         * Handshakes a second on this gateway; past it: 503 with Retry-After. Handshakes without a
         * token get half of it.
         */
        @WithDefault("500")
        int handshakesPerSecond();

        /** How many of them at once after a pause. */
        @WithDefault("2000")
        int handshakeBurst();

        /**
         * HTTP requests a second from one address, handshakes included; past it: 429 with
         * Retry-After, and the connection is closed.
         */
        @WithDefault("1000")
        int addressRequestsPerSecond();

        /** More than 400 players take who open the page at once. */
        @WithDefault("20000")
        int addressRequestBurst();

        /** Handshakes a second from one address; past it: 429 with Retry-After. */
        @WithDefault("50")
        int addressHandshakesPerSecond();

        /** How many of them at once after a pause. */
        @WithDefault("1000")
        int addressHandshakeBurst();

        /**
         * Handshakes a second without a token from one network (IPv4: /24, IPv6: /48); past it: 429
         * with Retry-After.
         */
        @WithDefault("100")
        int networkHandshakesPerSecond();

        /** How many of them at once after a pause. */
        @WithDefault("500")
        int networkHandshakeBurst();

        /**
         * Connections of one player, except services; past it the one that was silent longest is
         * closed with 4009.
         */
        @WithDefault("5")
        int connectionsPerPlayer();

        /**
         * Connections of one address (IPv6: of one /64); past it: 429. Behind a proxy set {@code
         * quarkus.http.proxy.*}; otherwise all players have the same address.
         */
        @WithDefault("1000")
        int connectionsPerAddress();

        /** SENDs in flight of one connection; past it: TOO_MANY_IN_FLIGHT. */
        @WithDefault("32")
        int inFlightPerConnection();

        /** Subscriptions of one connection; past it: TOO_MANY_SUBSCRIPTIONS. */
        @WithDefault("50")
        int subscriptionsPerConnection();

        /** Refusals in 10 seconds after which a connection is closed with 1008. */
        @WithDefault("200")
        int refusalsPerConnection();

        /** Connections to one gateway; past it new ones are refused with 503. */
        @WithDefault("15000")
        int sessions();
    }

    /** How the gateway stops. Both times end early once no client is connected. */
    interface Drain {
        /**
         * Time from failing readiness to the first closed connection, for the ingress to notice.
         */
        @WithDefault("3s")
        Duration notice();

        /**
         * Time over which connections are closed with 1012, in waves every 100 ms; it bounds the
         * rate at which clients reconnect to the other gateways.
         */
        @WithDefault("20s")
        Duration time();
    }

    /** The topics of moderation rules; both are compacted, and the key is the player. */
    interface Moderation {
        /** The topic of mutes. */
        @WithDefault("moderation")
        String topic();

        /** The topic of revocations. */
        @WithDefault("revocations")
        String revocationsTopic();
    }

    /** The player's page. */
    interface Page {
        /** URL of persistence-service's history for browsers; unset: the page's own origin. */
        Optional<String> historyUrl();

        /**
         * Whether the page may get guest tokens. Outside the profiles local, dev and test the
         * gateway does not start with it.
         */
        @WithDefault("false")
        boolean guests();
    }
}
