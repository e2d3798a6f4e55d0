package org.dungeontalk.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.local.stack.OwnProcess;
import org.dungeontalk.local.stack.ServicePlan;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;

/** Services of a running stack, replaced by others or joined by a second instance. */
final class StackServices {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private StackServices() {}

    /**
     * Stops a service, and starts it with other settings on the same ports. Does not wait until it
     * is ready. The stack's {@code restart} brings back the former one.
     *
     * @param heap maximum heap in MiB
     */
    static Process replace(Stack stack, String name, int heap, Map<String, String> settings)
            throws IOException {
        ServicePlan plan = stack.service(name).plan();
        stack.service(name).stop();
        Process other = plan.with(heap, settings).start();
        stack.handOver(name, other.toHandle());
        return other;
    }

    /** The same with the former heap. */
    static Process replace(Stack stack, String name, Map<String, String> settings)
            throws IOException {
        return replace(stack, name, stack.service(name).plan().heap(), settings);
    }

    /** A second instance, which ends when it is closed. */
    record Instance(ProcessHandle process) implements AutoCloseable {

        @Override
        public void close() {
            OwnProcess.end(process, STOP_LIMIT);
        }
    }

    /** Starts a second instance of a service on free ports, and returns when it is ready. */
    static Instance second(Stack stack, String name) throws IOException, InterruptedException {
        List<Integer> ports = Ports.free(2);
        ServicePlan plan =
                stack.service(name).plan().another(name + "-2", ports.get(0), ports.get(1));
        Instance second = new Instance(plan.start().toHandle());
        if (!Probe.readiness(plan).awaitGreen(START_LIMIT)) {
            second.close();
            throw new StackFailed("A second " + name + " was not ready, see " + plan.log());
        }
        return second;
    }
}
