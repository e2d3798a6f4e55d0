package org.dungeontalk.persistence;

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

    History history();

    Token token();

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

        /** Longest wait for Kafka's answer about the topic's id; past it asked again. 10 s. */
        @WithDefault("10s")
        Duration timeout();
    }

    /** The way into PostgreSQL. */
    interface Write {

        /** Longest wait for one bulk statement; past it the batch is written again. 30 s. */
        @WithDefault("30s")
        Duration timeout();

        /** First pause after a failed write, ±50 %; each further one is twice as long. 100 ms. */
        @WithDefault("100ms")
        Duration retryFirst();

        /** Longest pause between two tries; there is no last try. 5 s. */
        @WithDefault("5s")
        Duration retryLongest();
    }

    /** The way out, for players. */
    interface History {

        /** Messages of a page when the client names no number. 50. */
        @WithDefault("50")
        int pageDefault();

        /** Most messages of a page; a client that asks for more gets 400. 200. */
        @WithDefault("200")
        int pageLargest();

        /** Longest wait for a page; past it the client gets 503. 5 s. */
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

        /** How far clocks may differ when the expiry is judged. 5 s. */
        @WithDefault("5s")
        Duration clockSkew();

        /** Longest wait for the JWKS to answer; past it the client gets 503. 3 s. */
        @WithDefault("3s")
        Duration jwksTimeout();
    }
}
