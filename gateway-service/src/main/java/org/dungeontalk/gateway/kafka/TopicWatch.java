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
 * Knows whether a topic is there, and which one: a topic that was deleted and made again has the
 * same name and is another one.
 *
 * <p>Asks Kafka every 10 s, and every second while there is no topic that can be used. Each change
 * is said once in the service's log. While Kafka doesn't answer, what was seen last holds.
 * Thread-safe; nothing blocks but {@link #await} and {@link #ask}.
 */
public final class TopicWatch {
    private static final Logger LOG = Logger.getLogger(TopicWatch.class);
    private static final Executor LATER = after(10_000);
    private static final Executor SOON = after(1_000);

    /** So long a broker may not have heard yet that the topic is another one. */
    private static final long STALE = Duration.ofMinutes(1).toNanos();

    private final KafkaClients client;
    private final String name;
    private final int partitions;
    private volatile Optional<Topic> now = Optional.empty();
    private String epoch;
    private String before;
    private long since;
    private String said = "";
    private Runnable changed = () -> {};
    private volatile boolean stopped;

    /**
     * @param partitions how many of its partitions are used: it must have as many, and may have
     *     more. 0: all it has
     */
    public TopicWatch(KafkaClients client, String name, int partitions) {
        this.client = client;
        this.name = name;
        this.partitions = partitions;
    }

    /**
     * Begins to ask.
     *
     * @param listener called after each change, on any thread; must not block
     */
    public void start(Runnable listener) {
        synchronized (this) {
            changed = listener;
        }
        again();
    }

    /** Asks no more. */
    public void stop() {
        stopped = true;
    }

    /** The topic that is to be used now; empty while there is none, or one that is too small. */
    public Optional<Topic> now() {
        return now;
    }

    /** The same as {@link #now}, waiting so long at most if there is none. */
    public synchronized Optional<Topic> await(Duration most) throws InterruptedException {
        if (now.isEmpty()) {
            wait(most.toMillis());
        }
        return now;
    }

    /** Asks at once and waits for the answer, 5 s at most; then {@link #now} knows. */
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

    /** True if there is a topic that can be used, as far as Kafka answers. */
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
                say("Kafka has no topic " + name + ": waiting for it");
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

    /** Later on {@link WriteProgress} says that Kafka is away. */
    private void unanswered(Throwable why) {
        if (epoch == null) {
            say("Waiting for Kafka and its topic " + name);
        }
        LOG.debugf("Kafka does not tell of topic %s: %s", name, why);
    }

    private void found(Topic found) {
        if (found.epoch().equals(before) && System.nanoTime() - since < STALE) {
            LOG.debugf("A broker still tells of the topic %s that was", name);
        } else if (found.partitions() < partitions) {
            now = Optional.empty();
            say(
                    "Topic %s has %d partitions and must have %d: waiting for them"
                            .formatted(name, found.partitions(), partitions));
        } else {
            int used = partitions == 0 ? found.partitions() : partitions;
            now = Optional.of(new Topic(name, found.epoch(), used));
            sayFound(found, used);
        }
    }

    private void sayFound(Topic found, int used) {
        if (epoch != null && !epoch.equals(found.epoch())) {
            before = epoch;
            since = System.nanoTime();
            say(
                    "Topic %s was made anew: epoch %s, before it %s; it is read from its beginning"
                            .formatted(name, found.epoch(), epoch));
        }
        epoch = found.epoch();
        String there =
                used == found.partitions()
                        ? "Topic %s is there: %d partitions, epoch %s".formatted(name, used, epoch)
                        : "Topic %s is there: %d partitions, of which the first %d are used, epoch %s"
                                .formatted(name, found.partitions(), used, epoch);
        if (!there.equals(said)) {
            said = there;
            LOG.info(there);
        }
    }

    private void say(String what) {
        if (!what.equals(said)) {
            said = what;
            LOG.warn(what);
        }
    }

    private static Executor after(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
