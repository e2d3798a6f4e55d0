package org.dungeontalk.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Every setting of the gateway that is not the framework's. docs/limits.md explains the bounds. */
@ConfigMapping(prefix = "dungeontalk")
public interface GatewayConfig {

    Token token();

    Stomp stomp();

    Limits limits();

    Log log();

    Outbound outbound();

    Page page();

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

    /** How sessions behave. */
    interface Stomp {
        /**
         * Heart-beat offered both ways. A client silent for 1.5 times the agreed interval is
         * closed.
         */
        @WithDefault("30s")
        Duration heartBeat();

        /** Time from the handshake to CONNECT; past it the connection is closed. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** Largest STOMP frame in bytes; past it: ERROR and close. */
        @WithDefault("16384")
        int maxFrame();
    }

    /** What one player or one connection may do. */
    interface Limits {
        /** Whether the rate limit holds; false only for load tests. */
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

    /** The topic, and how much may wait for it. */
    interface Log {
        @WithDefault("game-messages")
        String topic();

        /** SENDs of the whole gateway that wait for the log; past it: GATEWAY_BUSY. */
        @WithDefault("10000")
        int maxInFlight();

        /**
         * Bytes of those; keep it below the producer's buffer.memory, so that sending never blocks.
         */
        @WithDefault("16777216")
        long maxInFlightBytes();

        /**
         * A SEND not in the log after this time is answered LOG_UNAVAILABLE. At least
         * delivery.timeout.ms.
         */
        @WithDefault("35s")
        Duration sendTimeout();

        /** How long a partition is still read after its last room emptied. */
        @WithDefault("60s")
        Duration partitionGrace();

        /**
         * Newest messages kept in memory for those who come back, in bytes; past it the oldest are
         * forgotten.
         */
        @WithDefault("67108864")
        long tailBytes();

        /** How long a message is kept there at most; older ones are read from the log again. */
        @WithDefault("10m")
        Duration tailAge();

        /** Older parts of the log kept in memory while they are asked for, in bytes. */
        @WithDefault("33554432")
        long catchUpBytes();

        /** One piece of a catch-up, in bytes; the next follows when the client has taken it. */
        @WithDefault("131072")
        int catchUpChunk();
    }

    /** The way to the clients. */
    interface Outbound {
        /**
         * Largest queue of one client in bytes; past it the client is closed with 4001 and resumes.
         */
        @WithDefault("1048576")
        long queueBytes();

        /** A client that takes nothing for this long while messages wait is closed with 4001. */
        @WithDefault("5s")
        Duration stallTimeout();

        /**
         * Several MESSAGEs that are there together leave in one WebSocket message up to this many
         * bytes.
         */
        @WithDefault("8192")
        int coalesceBytes();

        /**
         * Whether members share framed bytes; false: the framework frames anew for each, several
         * times dearer.
         */
        @WithDefault("true")
        boolean sharedFrames();
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
