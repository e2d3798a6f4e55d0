package org.dungeontalk.gateway.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.model.Scheduler;

/**
 * A topic in memory. Each answer to a question about it is a step of its own, and tells the state
 * at that step. Expensive to make: {@link #begin} starts over.
 */
public final class SimulatedKafka extends KafkaClients {
    private static final String LIVE = "gateway-log-reader";

    private final Topic topic;
    private final Map<String, ArrayDeque<SimulatedConsumer>> unused = new HashMap<>();
    private final List<SimulatedConsumer> used = new ArrayList<>();
    private final Map<Integer, SimulatedLog> logs = new HashMap<>();
    private Scheduler scheduler;
    private Runnable readerStarts;
    private boolean atOnce;
    private boolean forgetful;
    private int emptyPolls;

    public SimulatedKafka(GatewayConfig config) {
        super(new HashMap<>(SimulatedConsumer.SETTINGS), config);
        close();
        topic = new Topic(config.log().topic(), "0a1b2c3d", config.log().partitions());
    }

    /** Starts over with an empty topic; questions are answered at once until {@link #explore}. */
    public void begin(Scheduler scheduler) {
        this.scheduler = scheduler;
        atOnce = true;
        forgetful = false;
        emptyPolls = 0;
        logs.clear();
        used.forEach(c -> unused.computeIfAbsent(c.id(), id -> new ArrayDeque<>()).add(c));
        used.clear();
    }

    /**
     * From now on answers are steps.
     *
     * @param emptyPolls how many polls may return without a record
     */
    public void explore(int emptyPolls) {
        atOnce = false;
        this.emptyPolls = emptyPolls;
    }

    /** Sets what is done when the next live reader starts, on its thread. */
    public void whenReaderStarts(Runnable task) {
        readerStarts = task;
    }

    /** Has a fault until the next {@link #begin}: it finds no record that is young enough. */
    public void forget() {
        forgetful = true;
    }

    /** The log of a partition. */
    public SimulatedLog log(int partition) {
        return logs.computeIfAbsent(partition, p -> new SimulatedLog(topic.name(), p));
    }

    /** The partition of a room. */
    public int partitionOf(String roomId) {
        return topic.partitionOf(roomId);
    }

    /** The topic's epoch. */
    public String epoch() {
        return topic.epoch();
    }

    boolean takeEmptyPoll() {
        return emptyPolls-- > 0;
    }

    boolean mayPollInVain() {
        return emptyPolls > 0;
    }

    @Override
    public CompletionStage<Topic> topic() {
        return CompletableFuture.completedFuture(topic);
    }

    /** The topic never changes: after the first answer nothing is done that would ask again. */
    @Override
    public CompletionStage<Topic> topic(String name) {
        return new CompletableFuture<>() {
            @Override
            public <T> CompletableFuture<T> handle(
                    BiFunction<? super Topic, Throwable, ? extends T> use) {
                use.apply(topic, null);
                return new CompletableFuture<>();
            }
        };
    }

    @Override
    public CompletionStage<Optional<Long>> since(int partition, long maxAgeMillis) {
        long then = System.currentTimeMillis() - maxAgeMillis;
        return answer(
                "Kafka says where partition " + partition + " is young enough",
                () ->
                        log(partition).records().stream()
                                .filter(r -> r.timestamp() >= then && !forgetful)
                                .findFirst()
                                .map(ConsumerRecord::offset));
    }

    @Override
    public CompletionStage<Long> end(int partition) {
        return answer(
                "Kafka says where partition " + partition + " ends", () -> log(partition).end());
    }

    @Override
    public CompletionStage<Map<Integer, Long>> visibleEnds(Set<Integer> partitions) {
        return loggedEnds(partitions);
    }

    @Override
    public CompletionStage<Map<Integer, Long>> loggedEnds(Set<Integer> partitions) {
        Set<Integer> asked = Set.copyOf(partitions);
        return answer(
                "Kafka says where the log ends",
                () -> {
                    Map<Integer, Long> ends = new HashMap<>();
                    asked.forEach(p -> ends.put(p, log(p).end()));
                    return ends;
                });
    }

    @Override
    public KafkaConsumer<byte[], byte[]> consumer(String clientId, Duration fetchWait) {
        boolean live = clientId.equals(LIVE);
        if (live) {
            readerStarts.run();
        }
        SimulatedConsumer consumer =
                unused.computeIfAbsent(clientId, id -> new ArrayDeque<>()).poll();
        if (consumer == null) {
            consumer = new SimulatedConsumer(clientId, this);
        }
        used.add(consumer);
        consumer.begin(live ? scheduler : null);
        return consumer;
    }

    private <T> CompletionStage<T> answer(String name, Supplier<T> state) {
        if (atOnce || scheduler.isOver()) {
            return CompletableFuture.completedFuture(state.get());
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        scheduler.step(scheduler.program(name), () -> answer.complete(state.get()));
        return answer;
    }
}
