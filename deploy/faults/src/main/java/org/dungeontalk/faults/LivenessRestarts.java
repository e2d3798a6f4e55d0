package org.dungeontalk.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.local.stack.Stack;

/**
 * Restarts each service whose liveness probe fails three times in a row, as Kubernetes does. Ends
 * with {@link #close}.
 */
final class LivenessRestarts implements AutoCloseable {

    private static final int FAILURES = 3;
    private static final long EVERY_SECONDS = 2;

    private final Stack stack;
    private final List<String> services;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, AtomicInteger> restarts = new ConcurrentHashMap<>();

    private LivenessRestarts(Stack stack, List<String> services) {
        this.stack = stack;
        this.services = services;
    }

    /** Begins to watch these services of the stack. */
    static LivenessRestarts of(Stack stack, List<String> services) {
        LivenessRestarts all = new LivenessRestarts(stack, services);
        for (String service : services) {
            all.restarts.put(service, new AtomicInteger());
            all.threads.submit(() -> all.watch(service));
        }
        return all;
    }

    private Void watch(String service) throws InterruptedException {
        Probe liveness = Probe.liveness(stack.service(service).plan().readiness());
        int failures = 0;
        while (true) {
            TimeUnit.SECONDS.sleep(EVERY_SECONDS);
            failures = liveness.isGreen() ? 0 : failures + 1;
            if (failures == FAILURES) {
                stack.restart(service);
                restarts.get(service).incrementAndGet();
                failures = 0;
            }
        }
    }

    /** Whether each service has been restarted this often and is ready. */
    boolean were(int times) throws InterruptedException {
        for (String service : services) {
            if (restarts.get(service).get() != times
                    || !Probe.readiness(stack.service(service).plan().readiness()).isGreen()) {
                return false;
            }
        }
        return true;
    }

    /** The number of restarts of all services. */
    int count() {
        return restarts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
