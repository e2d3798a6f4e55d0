package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings under {@code dungeontalk.log}: the topic, and how much may wait for it. */
public interface LogSettings {
    /** The topic of messages. */
    @WithDefault("game-messages")
    String topic();

    /**
     * Partitions that rooms are spread over; must be the same for every gateway and every other
     * producer of messages. A topic with fewer is not used; of one with more, the first ones are. A
     * change moves most rooms to another partition, so it needs a new topic.
     */
    @WithDefault("30")
    int partitions();

    /**
     * This region's name, which marks its messages, see {@code publish.RegionHeader}; unset: no
     * marks.
     */
    Optional<String> region();

    /** Messages in flight on this gateway; past it: GATEWAY_BUSY. */
    @WithDefault("10000")
    int maxInFlight();

    /** Their bytes; must be below the producer's buffer.memory, so that sending never blocks. */
    @WithDefault("16777216")
    long maxInFlightBytes();

    /**
     * A SEND that is not in the log after this time is answered LOG_UNAVAILABLE. At least
     * delivery.timeout.ms.
     */
    @WithDefault("35s")
    Duration sendTimeout();

    /**
     * How far the time of a sender's id may lie from the gateway's clock; past it:
     * MESSAGE_ID_EXPIRED. Within it a repeated id is recognised. A partition is read from twice as
     * far back.
     */
    @WithDefault("2m")
    Duration retryWindow();

    /**
     * Memory for the ids of recently logged messages, in bytes. Past it the oldest are forgotten,
     * and SENDs with ids as old are refused with MESSAGE_ID_EXPIRED.
     */
    @WithDefault("67108864")
    long sentIdsBytes();

    /** How long a partition is still read after its last room has emptied. */
    @WithDefault("60s")
    Duration partitionGrace();

    /**
     * Memory for the newest messages, for clients that resume, in bytes; past it the oldest are
     * forgotten.
     */
    @WithDefault("67108864")
    long tailBytes();

    /** How long a message stays in that memory at most; older ones are read from the log again. */
    @WithDefault("10m")
    Duration tailAge();

    /** Memory for older parts of the log while clients request them, in bytes. */
    @WithDefault("33554432")
    long catchUpBytes();

    /**
     * How far back a catch-up may start, in messages of the room's partition. Past it the cursor
     * has expired, and the history has the missed messages.
     */
    @WithDefault("50000")
    long catchUpDistance();

    /** Bytes of one slice of a catch-up; the next follows when the client has taken it. */
    @WithDefault("131072")
    int catchUpChunk();
}
