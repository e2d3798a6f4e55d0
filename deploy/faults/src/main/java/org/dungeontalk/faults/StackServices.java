package org.dungeontalk.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dungeontalk.local.stack.ServicePlan;
import org.dungeontalk.local.stack.Stack;

/** The services of a stack with two gateways. In a running stack they can be replaced by others. */
final class StackServices {

    static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");
    static final List<String> CONSUMERS = List.of("persistence", "analytics");
    static final List<String> ALL = Stream.of(GATEWAYS, CONSUMERS).flatMap(List::stream).toList();

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
