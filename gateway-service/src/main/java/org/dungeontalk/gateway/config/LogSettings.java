package org.dungeontalk.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The topic, and how much may wait for it. */
public interface LogSettings {
    @WithDefault("game-messages")
    String topic();

    /**
     * Partitions that rooms are spread over, the same on every gateway and for whoever else writes
     * messages. A topic with fewer is not used; of one with more, the first so many. Another number
     * moves most rooms: it needs a new topic.
     */
    @WithDefault("30")
    int partitions();

    /** This region's name, marked on its messages, see {@code log.Origin}; unset: no marks. */
    Optional<String> region();

    /** SENDs of the whole gateway that wait for the log; past it: GATEWAY_BUSY. */
    @WithDefault("10000")
    int maxInFlight();

    /** Bytes of those; keep it below the producer's buffer.memory, so that sending never blocks. */
    @WithDefault("16777216")
    long maxInFlightBytes();

    /**
     * A SEND not in the log after this time is answered LOG_UNAVAILABLE. At least
     * delivery.timeout.ms.
     */
    @WithDefault("35s")
    Duration sendTimeout();

    /**
     * Messages go to the log in bursts at least this far apart, the first after a silence at once.
     * 0, with {@link #paceUnderLoad} 0: every message by itself.
     */
    @WithDefault("5ms")
    Duration pace();

    /**
     * How far apart bursts are from a thousand messages a second on; in between it grows with the
     * load. Longer: fewer and fuller requests, less CPU, half of it as a wait on average.
     */
    @WithDefault("20ms")
    Duration paceUnderLoad();

    /**
     * How far the time of a sender-chosen id may lie from the gateway's clock; past it:
     * MESSAGE_ID_EXPIRED. Within it a second message with that id is known. A partition is read
     * from twice as far back.
     */
    @WithDefault("2m")
    Duration retryWindow();

    /**
     * Memory for the ids of what was logged lately, in bytes; past it the oldest are forgotten, and
     * SENDs with ids as old are refused with MESSAGE_ID_EXPIRED.
     */
    @WithDefault("67108864")
    long sentIdsBytes();

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

    /**
     * How far back a catch-up begins at most, in messages of the room's partition; past it the
     * cursor is expired, and history has what was missed.
     */
    @WithDefault("50000")
    long catchUpDistance();

    /** One piece of a catch-up, in bytes; the next follows when the client has taken it. */
    @WithDefault("131072")
    int catchUpChunk();
}
