package org.dungeontalk.gateway.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * Watches whether a topic exists, and its id: a topic that was deleted and created again has the
 * same name but another id.
 *
 * <p>It asks Kafka every 10 s, and every second while there is no usable topic. Each change is
 * logged once. While Kafka does not answer, the last answer counts. Thread-safe; only {@link
 * #await} and {@link #ask} block.
 */
public final class TopicWatch {
    private static final Logger LOG = Logger.getLogger(TopicWatch.class);
    private static final Executor LATER = after(10_000);
    private static final Executor SOON = after(1_000);

    /** How long a broker may still describe the old topic after it was created again. */
    private static final long STALE = Duration.ofMinutes(1).toNanos();

    private final KafkaClients client;
    private final String name;
    private final int partitions;
    private volatile Optional<Topic> now = Optional.empty();
    private String epoch;
    private String before;
    private long since;
    private String lastLine = "";
    private Runnable changed = () -> {};
    private volatile boolean stopped;

    /**
     * @param partitions how many partitions are used; the topic needs at least as many. 0: all it
     *     has
     */
    public TopicWatch(KafkaClients client, String name, int partitions) {
        this.client = client;
        this.name = name;
        this.partitions = partitions;
    }

    /**
     * Starts asking.
     *
     * @param listener called after each change, on any thread; must not block
     */
    public void start(Runnable listener) {
        synchronized (this) {
            changed = listener;
        }
        again();
    }

    /** Stops asking. */
    public void stop() {
        stopped = true;
    }

    /** The topic to use; empty while it does not exist or has too few partitions. */
    public Optional<Topic> now() {
        return now;
    }

    /** Like {@link #now}, but waits for a topic, at most this long. */
    public synchronized Optional<Topic> await(Duration most) throws InterruptedException {
        if (now.isEmpty()) {
            wait(most.toMillis());
        }
        return now;
    }

    /** Asks at once and waits up to 5 s for the answer; then {@link #now} has it. */
    public void ask() {
        client.topic(name).handle(this::seen).toCompletableFuture().join();
    }

    private void again() {
        if (!stopped) {
            client.topic(name)
                    .handle(this::seen)
                    .whenComplete(
                            (usable, failure) ->
                                    (Boolean.TRUE.equals(usable) ? LATER : SOON)
                                            .execute(this::again));
        }
    }

    /** Processes an answer; true if Kafka answered and the topic is usable. */
    private boolean seen(Topic found, Throwable failure) {
        Runnable tell;
        boolean usable;
        synchronized (this) {
            Optional<Topic> known = now;
            Throwable why = failure instanceof CompletionException e ? e.getCause() : failure;
            if (why == null) {
                found(found);
            } else if (why instanceof UnknownTopicOrPartitionException) {
                now = Optional.empty();
                warnOnce("Kafka has no topic " + name + ": waiting for it");
            } else {
                unanswered(why);
            }
            usable = now.isPresent() && why == null;
            tell = known.equals(now) ? () -> {} : changed;
            notifyAll();
        }
        tell.run();
        return usable;
    }

    /** Warns only before the first answer; later {@link WriteProgress} logs that Kafka is away. */
    private void unanswered(Throwable why) {
        if (epoch == null) {
            warnOnce("Kafka does not answer; waiting for it and its topic " + name);
        }
        LOG.debugf("Kafka did not describe topic %s: %s", name, why);
    }

    private void found(Topic found) {
        if (found.epoch().equals(before) && System.nanoTime() - since < STALE) {
            LOG.debugf("A broker still describes the former topic %s", name);
        } else if (found.partitions() < partitions) {
            now = Optional.empty();
            warnOnce(
                    "Topic %s has %d partitions and must have %d: waiting for them"
                            .formatted(name, found.partitions(), partitions));
        } else {
            int used = partitions == 0 ? found.partitions() : partitions;
            now = Optional.of(new Topic(name, found.epoch(), used));
            logFound(found, used);
        }
    }

    private void logFound(Topic found, int used) {
        if (epoch != null && !epoch.equals(found.epoch())) {
            before = epoch;
            since = System.nanoTime();
            warnOnce(
                    "Topic %s was created again: epoch %s, formerly %s; it is read from its beginning"
                            .formatted(name, found.epoch(), epoch));
        }
        epoch = found.epoch();
        String there =
                used == found.partitions()
                        ? "Topic %s found: %d partitions, epoch %s".formatted(name, used, epoch)
                        : "Topic %s found: %d partitions, of which the first %d are used, epoch %s"
                                .formatted(name, found.partitions(), used, epoch);
        if (!there.equals(lastLine)) {
            lastLine = there;
            LOG.info(there);
        }
    }

    private void warnOnce(String what) {
        if (!what.equals(lastLine)) {
            lastLine = what;
            LOG.warn(what);
        }
    }

    private static Executor after(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
