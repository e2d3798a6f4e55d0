package org.dungeontalk.faults;

import java.util.Map;
import org.dungeontalk.local.stack.Stack;

/** One row: does harm to a running stack and says what came of it. */
interface Fault {

    /**
     * The local profile lifts what holds for an address, because there every player has the same
     * one, and drains in 2 s, because a developer waits. A row that is held to production's
     * settings takes these.
     */
    Map<String, String> PRODUCTION =
            Map.of(
                    "DUNGEONTALK_LIMITS_CONNECTIONS_PER_ADDRESS", "1000",
                    "DUNGEONTALK_LIMITS_ADDRESS_HANDSHAKES_PER_SECOND", "50",
                    "DUNGEONTALK_LIMITS_ADDRESS_HANDSHAKE_BURST", "1000",
                    "DUNGEONTALK_DRAIN_NOTICE", "3s",
                    "DUNGEONTALK_DRAIN_TIME", "20s");

    /** How many gateways the stack has to have. */
    default int gateways() {
        return 1;
    }

    /** Whether the rate limits have to hold. */
    default boolean limits() {
        return true;
    }

    /**
     * Settings of the services, as environment variables: what differs from a developer's stack.
     */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** Blocks until the figure is known; leaves the stack running. */
    Figure run(Stack stack) throws Exception;
}
