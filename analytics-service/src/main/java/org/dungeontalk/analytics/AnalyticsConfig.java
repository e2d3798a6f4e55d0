package org.dungeontalk.analytics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** All settings of this service. Durations are ISO-8601 or as in {@code 10S}. */
@ConfigMapping(prefix = "dungeontalk")
public interface AnalyticsConfig {

    /** Who may ask for activity. */
    @WithDefault("operator")
    Access access();

    /** The log that is counted. */
    Log log();

    /** Which tokens are believed. */
    Token token();

    /** How the counts are written. */
    Store store();

    /** How questions are answered. */
    Query query();

    /** Who may ask for activity. */
    enum Access {
        /** Everybody, without a token. For the local stack. */
        OPEN,
        /**
         * Bearers of a token with role {@code operator} or {@code moderator}; for one room, bearers
         * of a token that may read the room.
         */
        OPERATOR
    }

    /** The log that is counted. */
    interface Log {
        /** Its topic. The dead letters go to the topic of this name and {@code .analytics.dlt}. */
        @WithDefault("game-messages")
        String topic();

        /** The consumer group. */
        @WithDefault("analytics")
        String group();
    }

    /** Which tokens are believed. One of {@code secret} and {@code jwks} has to be set. */
    interface Token {
        /**
         * The HS256 secret, at least 32 bytes. One that begins with {@code local-} is refused
         * outside the profiles local, dev and test.
         */
        Optional<String> secret();

        /** URL or file of a JWKS with RS256 or ES256 keys, instead of the secret. */
        Optional<String> jwks();

        /** What claim {@code iss} has to be. Absent: not looked at. */
        Optional<String> issuer();

        /** What claim {@code aud} has to hold. Absent: not looked at. */
        Optional<String> audience();

        /** Whether a token without {@code rooms} may read every room. */
        @WithDefault("true")
        boolean roomsOpen();
    }

    /** How the counts are written. */
    interface Store {
        /** First wait after a failure; it doubles up to {@link #retryAtMost}, with jitter. */
        @WithDefault("0.2S")
        Duration retryFirst();

        /** Longest wait between two tries. There is no last try. */
        @WithDefault("5S")
        Duration retryAtMost();

        /** How long a transaction may take; past it the batch is tried again. */
        @WithDefault("30S")
        Duration transactionLimit();

        /**
         * How long a message's id is remembered after it was counted, to count a client's retry
         * once. Longer than the log is kept, so that copies lying in the log together count once.
         * About 100 bytes of disk per message.
         */
        @WithDefault("P8D")
        Duration seenRetention();

        /** How often ids past their retention are deleted. */
        @WithDefault("60S")
        Duration seenPruning();
    }

    /** How questions are answered. */
    interface Query {
        /** How long an answer may take; past it 503. */
        @WithDefault("11S")
        Duration timeLimit();

        /** How many questions are worked on at once; past it 503. Counting keeps the rest. */
        @WithDefault("4")
        int concurrent();
    }
}
