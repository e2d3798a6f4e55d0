package org.dungeontalk.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dungeontalk.gateway.kafka.SimulatedKafka;
import org.dungeontalk.gateway.kafka.SimulatedLog;
import org.dungeontalk.gateway.log.Cursor;

/** One run of a model: Kafka, gateways, clients, and what was found to be wrong. */
final class ModelRun {
    /** The room that the models are about. */
    static final String ROOM = "tavern";

    private final Scheduler scheduler;
    private final ModelSetup setup;
    private final SimulatedKafka kafka;
    private final List<ModelGateway> gateways = new ArrayList<>();
    private final List<ModelClient> clients = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private Scheduler.Participant elsewhere;
    private final long start = System.currentTimeMillis();
    private boolean deletes;

    ModelRun(Scheduler scheduler, ModelSetup setup) {
        this.scheduler = scheduler;
        this.setup = setup;
        this.kafka = setup.kafka();
        kafka.begin(scheduler);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Starts a gateway. */
    ModelGateway gateway(String name, int loops, UnaryOperator<Wiring> fault) {
        ModelGateway gateway = new ModelGateway(name, loops, setup, this, fault);
        gateways.add(gateway);
        gateway.start(otherRoom());
        scheduler.run();
        return gateway;
    }

    /** A room in another partition, which each gateway reads all the time. */
    private String otherRoom() {
        return Stream.of("forest", "harbour", "crypt", "market", "tower", "cave", "mill", "well")
                .filter(room -> kafka.partitionOf(room) != kafka.partitionOf(ROOM))
                .findFirst()
                .orElseThrow();
    }

    /** A client of the room, connected. */
    ModelClient client(String name, ModelGateway gateway, int loop) {
        ModelClient client = new ModelClient(name, this);
        clients.add(client);
        client.connect(gateway, loop);
        scheduler.run();
        return client;
    }

    /** Appends a message of another gateway to the room's partition now; returns its offset. */
    long append(String id) {
        return append(id, id, "tomas", System.currentTimeMillis());
    }

    /**
     * Appends a message of any content and sender.
     *
     * @param time when its gateway received it, in milliseconds since 1970
     */
    long append(String id, String content, String from, long time) {
        Headers headers =
                new RecordHeaders()
                        .add("kind", "chat".getBytes(UTF_8))
                        .add("from", from.getBytes(UTF_8))
                        .add("id", uuid(id).toString().getBytes(UTF_8));
        String body =
                "{\"messageId\":\"%s\",\"content\":\"%s\",\"type\":\"TALK\"}"
                        .formatted(uuid(id), content);
        long offset = log().append(time, ROOM, body.getBytes(UTF_8), headers);
        scheduler.note("offset " + offset + ": " + body);
        return offset;
    }

    /** The partition of the room. */
    SimulatedLog log() {
        return kafka.log(kafka.partitionOf(ROOM));
    }

    /** Appends a message as a step of the run; such steps keep their order. */
    void appendLater(String id) {
        later(() -> append(id));
    }

    /** Something that happens elsewhere, as a step of the run; such steps keep their order. */
    void later(Runnable event) {
        if (elsewhere == null) {
            elsewhere = scheduler.program("elsewhere");
        }
        scheduler.step(elsewhere, event);
    }

    /** The {@code messageId} that belongs to a short id; its time is the run's start. */
    UUID uuid(String id) {
        return new UUID(start << 16 | 0x7000, 0x8000_0000_0000_0000L | id.hashCode() & 0xffff);
    }

    /** The body of the first record with the id. */
    String firstWith(UUID id) {
        return log().all().stream()
                .map(r -> new String(r.value(), UTF_8))
                .filter(body -> body.contains(id.toString()))
                .findFirst()
                .orElse("none");
    }

    /** From here on all interleavings are run. */
    void explore(int emptyPolls) {
        scheduler.run();
        kafka.explore(emptyPolls);
        scheduler.explore();
    }

    /** The offsets of the room's messages after this one, without repetitions of an id. */
    List<Long> firsts(long after) {
        Set<String> ids = new HashSet<>();
        List<Long> firsts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log().all()) {
            String id = new String(record.headers().lastHeader("id").value(), UTF_8);
            if (ids.add(id) && record.offset() > after) {
                firsts.add(record.offset());
            }
        }
        return firsts;
    }

    /** The cursor of an offset in the room's partition. */
    String cursor(long offset) {
        return new Cursor(kafka.epoch(), kafka.partitionOf(ROOM), offset).toString();
    }

    /** Deletes the log's oldest message as a step of the run. */
    void deleteLater() {
        deletes = true;
        scheduler.step(
                scheduler.program("retention"),
                () -> {
                    scheduler.note("the log begins at " + (log().start() + 1));
                    log().deleteOldest();
                });
    }

    /** Whether clients may be told that they have lost messages. */
    boolean losesMessages() {
        return deletes;
    }

    /** Something is wrong. */
    void wrong(String what) {
        scheduler.note("WRONG: " + what);
        wrong.add(what);
    }

    /** Runs to the end and checks every client. */
    List<String> finish() {
        try {
            scheduler.run();
            clients.forEach(ModelClient::check);
            return List.copyOf(wrong);
        } finally {
            scheduler.end();
            gateways.forEach(ModelGateway::stop);
        }
    }
}
