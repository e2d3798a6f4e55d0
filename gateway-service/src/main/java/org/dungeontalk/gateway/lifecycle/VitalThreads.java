package org.dungeontalk.gateway.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.metrics.Meters;
import org.jboss.logging.Logger;

/**
 * The threads that the gateway can't do without, and the handler of their exceptions. If work
 * throws, the exception is logged and counted, and the next work runs. If a thread ends by an
 * exception, or gives no sign of life for {@value #SILENCE_SECONDS} seconds, the gateway is neither
 * live nor ready, so that it is restarted. Thread-safe.
 */
@Singleton
public class VitalThreads {
    private static final Logger LOG = Logger.getLogger(VitalThreads.class);

    /** More than any thread waits for Kafka between two signs of life. */
    private static final long SILENCE_SECONDS = 20;

    private final LongAdder failures = new LongAdder();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> lastBeats = new ConcurrentHashMap<>();

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

    /**
     * A sign of life of the calling thread. Once it has given one, it must do so every few seconds,
     * also while Kafka is away.
     */
    public void beat() {
        lastBeats.put(Thread.currentThread().getName(), System.nanoTime());
    }

    /** Names of threads that hang or have ended unnoticed: they gave no sign of life for long. */
    public Set<String> silent() {
        long oldest = System.nanoTime() - TimeUnit.SECONDS.toNanos(SILENCE_SECONDS);
        Set<String> silent = new TreeSet<>();
        lastBeats.forEach(
                (name, last) -> {
                    if (last - oldest < 0) {
                        silent.add(name);
                    }
                });
        return silent;
    }

    private void ended(String name, Throwable thrown) {
        failed("Thread " + name, thrown);
        ended.add(name);
    }
}
