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
 * The threads that the gateway can't do without, and the handler of their exceptions. If work
 * throws, the exception is logged and counted, and the next work runs. If a thread ends by an
 * exception, the gateway is neither live nor ready, so that it is restarted. Thread-safe.
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
                        "Tasks that ended with an unexpected exception",
                        failures,
                        LongAdder::sum);
    }

    /** Creates daemon threads with the name. */
    public ThreadFactory named(String name) {
        return work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            made.setUncaughtExceptionHandler((thread, thrown) -> ended(name, thrown));
            return made;
        };
    }

    /** Wraps the work so that it does not throw; {@code what} names it in the log. */
    public Runnable guarded(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                failed(what, e);
            }
        };
    }

    /** Logs and counts an exception; the caller continues. */
    public void failed(String what, Throwable thrown) {
        failures.increment();
        LOG.errorf(thrown, "%s failed", what);
    }

    /** Number of unexpected exceptions. */
    public long failures() {
        return failures.sum();
    }

    /** Names of threads that ended by an exception. */
    public Set<String> ended() {
        return Set.copyOf(ended);
    }

    private void ended(String name, Throwable thrown) {
        failed("Thread " + name, thrown);
        ended.add(name);
    }
}
