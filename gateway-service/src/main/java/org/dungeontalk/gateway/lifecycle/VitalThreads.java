package org.dungeontalk.gateway.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.metrics.Meters;
import org.jboss.logging.Logger;

/**
 * The threads without which a gateway is none, and the one place that sees what is thrown on them.
 * Work that throws is logged, counted and followed by the next; a thread that ends by a throw
 * leaves the gateway neither live nor ready, so that it is started anew. Thread-safe.
 */
@Singleton
public class VitalThreads {
    private static final Logger LOG = Logger.getLogger(VitalThreads.class);

    private final LongAdder failures = new LongAdder();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    public VitalThreads(MeterRegistry registry) {
        new Meters(registry, "dungeontalk.gateway.")
                .total(
                        "failures",
                        "Work that ended by a throw that nobody expected",
                        failures,
                        LongAdder::sum);
    }

    /** Makes daemon threads of that name. */
    public ThreadFactory named(String name) {
        return work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            made.setUncaughtExceptionHandler((thread, thrown) -> ended(name, thrown));
            return made;
        };
    }

    /** The same work, for a thread that must go on whatever it throws. */
    public Runnable guarded(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                failed(what, e);
            }
        };
    }

    /** Something was thrown, and whoever calls this goes on. */
    public void failed(String what, Throwable thrown) {
        failures.increment();
        LOG.errorf(thrown, "%s failed", what);
    }

    /** How often something was thrown that nobody expected. */
    public long failures() {
        return failures.sum();
    }

    /** Threads that ended by a throw. */
    public Set<String> ended() {
        return Set.copyOf(ended);
    }

    private void ended(String name, Throwable thrown) {
        failed("Thread " + name, thrown);
        ended.add(name);
    }
}
