package org.dungeontalk.faults;

import java.io.IOException;
import java.util.Map;
import org.dungeontalk.local.stack.ServicePlan;
import org.dungeontalk.local.stack.Stack;

/** Services of a running stack, replaced by others. */
final class StackServices {

    private StackServices() {}

    /**
     * Stops a service, and starts it with other settings on the same ports. Does not wait until it
     * is ready. The stack's {@code restart} brings back the former one.
     *
     * @param heap maximum heap in MiB
     */
    static Process replace(Stack stack, String name, int heap, Map<String, String> settings)
            throws IOException {
        return replace(stack, name, stack.service(name).plan().with(heap, settings));
    }

    /** Stops a service, and starts it by another plan. Does not wait until it is ready. */
    static Process replace(Stack stack, String name, ServicePlan plan) throws IOException {
        stack.service(name).stop();
        Process other = plan.start();
        stack.handOver(name, other.toHandle());
        return other;
    }

    /** The same with the former heap. */
    static Process replace(Stack stack, String name, Map<String, String> settings)
            throws IOException {
        return replace(stack, name, stack.service(name).plan().heap(), settings);
    }
}
