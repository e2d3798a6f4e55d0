package org.dungeontalk.faults;

import java.util.Map;
import org.dungeontalk.local.stack.Stack;

/** One row: injects a fault into a running stack and reports the result. */
interface Fault {

    /**
     * Production's settings, for rows that need them. The local profile lifts limits per address,
     * because all players share one address there, and drains in 2 s, because a developer waits.
     */
    Map<String, String> PRODUCTION =
            Map.of(
                    "DUNGEONTALK_LIMITS_CONNECTIONS_PER_ADDRESS", "1000",
                    "DUNGEONTALK_LIMITS_ADDRESS_HANDSHAKES_PER_SECOND", "50",
                    "DUNGEONTALK_LIMITS_ADDRESS_HANDSHAKE_BURST", "1000",
                    "DUNGEONTALK_DRAIN_NOTICE", "3s",
                    "DUNGEONTALK_DRAIN_TIME", "20s");

    /** Number of gateways that the stack must have. */
    default int gateways() {
        return 1;
    }

    /** Number of brokers that the stack must have. */
    default int brokers() {
        return 1;
    }

    /** Whether the rate limits must be on. */
    default boolean limits() {
        return true;
    }

    /** Settings of the services that differ from a developer's stack, as environment variables. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** Blocks until the result is known. Leaves the stack running. */
    RowResult run(Stack stack) throws Exception;
}
