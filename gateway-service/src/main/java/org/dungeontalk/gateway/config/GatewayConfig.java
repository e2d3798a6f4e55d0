package org.dungeontalk.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Every setting of the gateway that is not the framework's. docs/limits.md explains the bounds. */
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

    /** Whose tokens are believed. Exactly one of secret and jwks must be set. */
    interface Token {
        /**
         * HS256 secret, at least 32 bytes. One that begins with {@code local-} is a development
         * key: the gateway refuses to start with it outside the profiles local, dev and test.
         */
        Optional<String> secret();

        /** File or URL of a JWKS with RS256 or ES256 keys. */
        Optional<String> jwks();

        /** The {@code iss} a token must have; unset: any. */
        Optional<String> issuer();

        /** The {@code aud} a token must have; unset: any. */
        Optional<String> audience();

        /** Whether a token without {@code rooms} opens every room; false: it opens none. */
        @WithDefault("true")
        boolean roomsOpen();
    }

    /**
     * What one player, connection, address or service may do on this gateway. {@code limit.Limits}
     * is the one class that looks at it.
     */
    interface Limits {
        /**
         * Whether rates and the connections per player and address are limited; false only for load
         * tests.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * Messages a second of one player, all connections on this gateway together; past it:
         * RATE_LIMITED.
         */
        @WithDefault("5")
        int messagesPerSecond();

        /** Messages a player may send at once after a silence. */
        @WithDefault("20")
        int messageBurst();

        /** Frames a second of one connection, heart-beats apart; past it: RATE_LIMITED. */
        @WithDefault("50")
        int framesPerSecond();

        /** Frames of one connection at once: what subscribing to all rooms takes, and more. */
        @WithDefault("200")
        int frameBurst();

        /**
         * Bytes a second that come on one connection; each WebSocket frame, ping and fragment too,
         * counts as 1 KiB at least. Past it nothing more is read until it fits.
         */
        @WithDefault("131072")
        int inboundBytesPerSecond();

        /** Those bytes at once after a silence. */
        @WithDefault("524288")
        int inboundBurstBytes();

        /** Messages a second of one address, all its players together; past it: RATE_LIMITED. */
        @WithDefault("500")
        int addressMessagesPerSecond();

        @WithDefault("2000")
        int addressMessageBurst();

        /** Messages a second that one service publishes over HTTP; past it: 429. */
        @WithDefault("100")
        int serviceMessagesPerSecond();

        @WithDefault("500")
        int serviceMessageBurst();

        /**
         * Handshakes a second of the gateway; past it: 503 with Retry-After. Those that bring no
         * token get half of it.
         */
        @WithDefault("500")
        int handshakesPerSecond();

        @WithDefault("2000")
        int handshakeBurst();

        /** Handshakes a second of one address; past it: 429 with Retry-After. */
        @WithDefault("50")
        int addressHandshakesPerSecond();

        @WithDefault("1000")
        int addressHandshakeBurst();

        /**
         * Handshakes a second without a token of one network (IPv4: /24, IPv6: /48); past it: 429
         * with Retry-After.
         */
        @WithDefault("100")
        int networkHandshakesPerSecond();

        @WithDefault("500")
        int networkHandshakeBurst();

        /**
         * Connections of one player, services apart; past it the one that was silent longest is
         * closed with 4009.
         */
        @WithDefault("5")
        int connectionsPerPlayer();

        /**
         * Connections of one address (IPv6: of one /64); past it: 429. Behind a proxy set {@code
         * quarkus.http.proxy.*}, or all players are one address.
         */
        @WithDefault("1000")
        int connectionsPerAddress();

        /** SENDs of one connection that wait for the log; past it: TOO_MANY_IN_FLIGHT. */
        @WithDefault("32")
        int inFlightPerConnection();

        /** Subscriptions of one connection; past it: TOO_MANY_SUBSCRIPTIONS. */
        @WithDefault("50")
        int subscriptionsPerConnection();

        /** Temporary refusals in 10 seconds after which a connection is closed with 1008. */
        @WithDefault("200")
        int refusalsPerConnection();

        /** Sessions of one gateway; past it new ones are refused with 503. */
        @WithDefault("15000")
        int sessions();
    }

    /** How the gateway stops. Both times pass only while somebody is connected. */
    interface Drain {
        /**
         * From the moment at which readiness fails to the first connection closed: what the ingress
         * needs to notice.
         */
        @WithDefault("3s")
        Duration notice();

        /**
         * Over this time connections are closed with 1012, in waves every 100 ms; it bounds the
         * rate at which the other gateways are asked to take them.
         */
        @WithDefault("20s")
        Duration time();
    }

    /** Where rulings on players come from; both topics are compacted, the key is the player. */
    interface Moderation {
        /** Who is muted. */
        @WithDefault("moderation")
        String topic();

        /** Whose tokens are void. */
        @WithDefault("revocations")
        String revocationsTopic();
    }

    /** The player's page. */
    interface Page {
        /** Where the browser finds persistence-service's history; unset: the page's own origin. */
        Optional<String> historyUrl();

        /**
         * Whether the page may fetch guest tokens. Refused outside the profiles local, dev and
         * test.
         */
        @WithDefault("false")
        boolean guests();
    }
}
