package org.dungeontalk.local.faults;

import org.dungeontalk.local.stack.Stack;

/** One row: does harm to a running stack and says what came of it. */
interface Fault {

    /** How many gateways the stack has to have. */
    default int gateways() {
        return 1;
    }

    /** Whether the rate limits have to hold. */
    default boolean limits() {
        return true;
    }

    /** Blocks until the figure is known; leaves the stack running. */
    Figure run(Stack stack) throws Exception;
}
