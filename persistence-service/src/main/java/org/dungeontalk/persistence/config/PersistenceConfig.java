package org.dungeontalk.persistence.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of this service that is its own. Kafka's, PostgreSQL's and Quarkus' settings keep
 * their names; the ones that matter stand in application.properties.
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

        /** Consumer group; stands in the header {@code dlt-group} of dead letters. */
        @WithDefault("db-writer")
        String group();

        /** Topic for records that can't be used. */
        @WithDefault("game-messages.db-writer.dlt")
        String deadLetters();

        /** Compacted topic that tells other services of erasures. */
        @WithDefault("erasures")
        String erasures();

        /** Longest wait for Kafka's answer about the log; past it asked again. 10 s. */
        @WithDefault("10s")
        Duration timeout();

        /** Pause between two looks at the lag. 10 s. */
        @WithDefault("10s")
        Duration lagEvery();

        /**
         * How long a transaction in the log may be open; past it the service is not ready. Less
         * than the minute after which the broker ends it. 15 s.
         */
        @WithDefault("15s")
        Duration transactionLimit();

        /**
         * How long nothing may be done although the log has more and nothing is waited for; past it
         * liveness is false. 2 min.
         */
        @WithDefault("2m")
        Duration stallLimit();
    }

    /** The way into PostgreSQL. */
    interface Write {

        /** Longest wait for one bulk statement; past it the batch is written again. 30 s. */
        @WithDefault("30s")
        Duration timeout();

        /**
         * Most bulk statements under way at once; a partition's records are in one of them at a
         * time. Each takes a connection, so the pool must be larger. 10.
         */
        @WithDefault("10")
        int parallel();

        /** Most rows of one statement; what is more goes into the next. 1,000. */
        @WithDefault("1000")
        int batch();

        /**
         * Largest sum of the records that were read and are not stored yet, in bytes, 512 added for
         * each; past it the partitions are paused. 16 MiB.
         */
        @WithDefault("16777216")
        long inFlightBytes();

        /** First pause after a failed write, ±50 %; each further one is twice as long. 100 ms. */
        @WithDefault("100ms")
        Duration retryFirst();

        /** Longest pause between two tries; there is no last try. 5 s. */
        @WithDefault("5s")
        Duration retryLongest();
    }

    /** How long messages are kept, and in what pieces. */
    interface Store {

        /** How much time one partition of the table holds: DAY, WEEK or MONTH. MONTH. */
        @WithDefault("MONTH")
        PartitionLength partition();

        /** How far ahead partitions are made; past it rows go to a table of their own. 35 days. */
        @WithDefault("35d")
        Duration ahead();

        /**
         * How long messages are kept; a partition is dropped two days after the last of its own has
         * passed this age. Absent: for ever.
         */
        Optional<Duration> retention();

        /** Pause between two looks at the partitions. 1 h. */
        @WithDefault("1h")
        Duration upkeepEvery();
    }

    /** Reading a part of the log again. */
    interface Replay {

        /** Partitions that one instance replays at once; each takes a thread. 2. */
        @WithDefault("2")
        int parallel();

        /** How long a partition stays with an instance that says nothing of it. 1 min. */
        @WithDefault("1m")
        Duration lease();

        /** Pause between two looks for something to replay or to erase. 2 s. */
        @WithDefault("2s")
        Duration lookEvery();
    }

    /** Changing what players said who asked for it. */
    interface Erasure {

        /** Rows changed in one transaction; more: the next one takes them. 1,000. */
        @WithDefault("1000")
        int chunk();

        /**
         * How long an erasure stays with an instance that is silent; longest wait of a step. 1 min.
         */
        @WithDefault("1m")
        Duration lease();
    }

    /** The way out, for players. */
    interface History {

        /** Messages of a page when the client names no number. 50. */
        @WithDefault("50")
        int pageDefault();

        /** Most messages of a page; a client that asks for more gets 400. 200. */
        @WithDefault("200")
        int pageLargest();

        /** Messages that one search reads; past it the page says where to go on. 20,000. */
        @WithDefault("20000")
        int searchStretch();

        /**
         * Connections of the pool that only readers have; the others are for writing. Reads wait
         * for each other, never writes for reads. 4.
         */
        @WithDefault("4")
        int connections();

        /** Reads that run or wait; what comes past it gets 503 at once. 100. */
        @WithDefault("100")
        int waiting();

        /** Longest wait for a page, and for one statement of it; past it 503. 5 s. */
        @WithDefault("5s")
        Duration timeout();
    }

    /** Who may ask. Exactly one of secret and jwks is set, or the service refuses to start. */
    interface Token {

        /** Shared secret of HS256, at least 32 bytes. One that begins with local- is for trying. */
        Optional<String> secret();

        /** URL or file of a JWKS with RS256 or ES256 keys. */
        Optional<String> jwks();

        /** The only issuer that is believed; absent: any. */
        Optional<String> issuer();

        /** The audience that a token must name; absent: none is asked for. */
        Optional<String> audience();

        /** Whether a token without rooms may read every room; false: it may read none. true. */
        @WithDefault("true")
        boolean roomsOpen();

        /** Longest wait for the JWKS to answer; past it the client gets 503. 3 s. */
        @WithDefault("3s")
        Duration jwksTimeout();

        /** The compacted topic that says whose tokens are void. */
        @WithDefault("revocations")
        String revocationsTopic();
    }
}
