package org.dungeontalk.persistence.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * All settings that this service defines. The settings of Kafka, PostgreSQL and Quarkus keep their
 * names; the important ones are in application.properties.
 */
@ConfigMapping(prefix = "dungeontalk")
public interface PersistenceConfig {

    Log log();

    Write write();

    Store store();

    Replay replay();

    Erasure erasure();

    History history();

    Token token();

    TraceSettings trace();

    /** The log that is read. */
    interface Log {

        /** Name of the topic whose id is the log's epoch; the channel reads the same topic. */
        @WithDefault("game-messages")
        String topic();

        /** Consumer group; also in the header {@code dlt-group} of dead letters. */
        @WithDefault("db-writer")
        String group();

        /** Topic for records that cannot be used. */
        @WithDefault("game-messages.db-writer.dlt")
        String deadLetters();

        /** Compacted topic that tells other services of erasures. */
        @WithDefault("erasures")
        String erasures();

        /** Time limit of a request to Kafka; past it the request is repeated. 10 s. */
        @WithDefault("10s")
        Duration timeout();

        /** Pause between two checks of the lag. 5 s. */
        @WithDefault("5s")
        Duration lagEvery();

        /**
         * How long a transaction in the log may be open; past it the service is not ready. Less
         * than the minute after which the broker ends it. 15 s.
         */
        @WithDefault("15s")
        Duration transactionLimit();

        /**
         * How long no record may be handled although the log has more and no dependency is away;
         * past it liveness is false. 2 min. Readiness is false past 18 s.
         */
        @WithDefault("2m")
        Duration stallLimit();
    }

    /** Writing to PostgreSQL. */
    interface Write {

        /** Time limit of one bulk statement; past it the batch is written again. 30 s. */
        @WithDefault("30s")
        Duration timeout();

        /**
         * Most concurrent bulk statements; the records of a partition are in one of them at a time.
         * Each needs a connection, so the pool must be larger. 10.
         */
        @WithDefault("10")
        int parallel();

        /** Most rows of one statement; further ones go into the next. 1,000. */
        @WithDefault("1000")
        int batch();

        /**
         * Most bytes of records that were read and are not stored yet, plus 512 for each record;
         * past it partitions are paused. Half as many may wait to be decoded. 16 MiB.
         */
        @WithDefault("16777216")
        long inFlightBytes();

        /** First pause after a failed write, ±50 %; each further one is twice as long. 100 ms. */
        @WithDefault("100ms")
        Duration retryFirst();

        /** Longest pause between two attempts, whose number has no limit. 5 s. */
        @WithDefault("5s")
        Duration retryLongest();
    }

    /** Retention and partitions of the table of messages. */
    interface Store {

        /** How much time one partition of the table holds: DAY, WEEK or MONTH. MONTH. */
        @WithDefault("MONTH")
        PartitionLength partition();

        /** How far ahead partitions are created; later rows go to message_other. 35 days. */
        @WithDefault("35d")
        Duration ahead();

        /**
         * How long messages are kept; a partition is dropped two days after its last message has
         * reached this age. Absent: for ever.
         */
        Optional<Duration> retention();

        /** Pause between two runs of the maintenance. 1 h. */
        @WithDefault("1h")
        Duration upkeepEvery();
    }

    /** Reading a part of the log again. */
    interface Replay {

        /** Partitions that one instance replays at once; each needs a thread. 2. */
        @WithDefault("2")
        int parallel();

        /** Time after which another instance takes over a partition without progress. 1 min. */
        @WithDefault("1m")
        Duration lease();

        /** Pause between two checks for replays and erasures. 2 s. */
        @WithDefault("2s")
        Duration lookEvery();
    }

    /** Erasing the messages of players on request. */
    interface Erasure {

        /** Most rows changed in one transaction; further ones go into the next. 1,000. */
        @WithDefault("1000")
        int chunk();

        /**
         * Time after which another instance takes over an erasure without progress, and time limit
         * of one step. 1 min.
         */
        @WithDefault("1m")
        Duration lease();
    }

    /** Reading the history. */
    interface History {

        /** Messages of a page if the client names no number. 50. */
        @WithDefault("50")
        int pageDefault();

        /** Most messages of a page; a client that asks for more gets 400. 200. */
        @WithDefault("200")
        int pageLargest();

        /** Most messages that one search reads; then the page holds the next cursor. 20,000. */
        @WithDefault("20000")
        int searchStretch();

        /**
         * Connections for readers only; the others of the pool are for writing. Writes never wait
         * for reads. 4.
         */
        @WithDefault("4")
        int connections();

        /** Most reads that wait; further ones get 503 at once. 100. */
        @WithDefault("100")
        int waiting();

        /** Time limit of a page, and of each of its statements; past it 503. 5 s. */
        @WithDefault("5s")
        Duration timeout();
    }

    /** Verification of tokens. The service needs exactly one of secret and jwks to start. */
    interface Token {

        /** Shared secret of HS256, at least 32 bytes. Prefix local-: for local profiles only. */
        Optional<String> secret();

        /** URL or file of a JWKS with RS256 or ES256 keys. */
        Optional<String> jwks();

        /** The only accepted issuer; absent: any. */
        Optional<String> issuer();

        /** The audience that a token must name; absent: none. */
        Optional<String> audience();

        /** Whether a token without rooms may read every room, or else none. true. */
        @WithDefault("true")
        boolean roomsOpen();

        /** Time limit of a request for the JWKS; past it the client gets 503. 3 s. */
        @WithDefault("3s")
        Duration jwksTimeout();

        /** The compacted topic of revoked tokens. */
        @WithDefault("revocations")
        String revocationsTopic();
    }
}
