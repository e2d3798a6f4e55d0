package org.dungeontalk.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dungeontalk.gateway.model.Scheduler;

/**
 * The producer of one gateway. A record reaches the log in one step and is acknowledged in the
 * next; then the next record follows.
 */
public final class SimulatedProducer {
    private final SimulatedKafka kafka;
    private final Scheduler scheduler;
    private final Scheduler.Participant steps;

    private SimulatedProducer(String gateway, SimulatedKafka kafka, Scheduler scheduler) {
        this.kafka = kafka;
        this.scheduler = scheduler;
        this.steps = scheduler.program(gateway + "'s producer");
    }

    /** The clients of a gateway; there is no other one than a producer. */
    public static KafkaClientService of(String gateway, SimulatedKafka kafka, Scheduler scheduler) {
        SimulatedProducer simulated = new SimulatedProducer(gateway, kafka, scheduler);
        Producer<?, ?> producer =
                only(
                        Producer.class,
                        "send",
                        record -> simulated.send((ProducerRecord<?, ?>) record[0], record[1]));
        KafkaProducer<?, ?> channel = only(KafkaProducer.class, "unwrap", none -> producer);
        return only(KafkaClientService.class, "getProducer", name -> channel);
    }

    /** An object of the type that has this one method. */
    private static <T> T only(Class<T> type, String method, Function<Object[], Object> body) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, called, arguments) -> {
                            if (!called.getName().equals(method)) {
                                throw new UnsupportedOperationException(called.toString());
                            }
                            return body.apply(arguments);
                        }));
    }

    private Object send(ProducerRecord<?, ?> record, Object callback) {
        SimulatedLog log = kafka.log(record.partition());
        long[] offset = new long[1];
        scheduler.step(
                steps,
                () -> {
                    offset[0] =
                            log.append(
                                    record.timestamp(),
                                    (String) record.key(),
                                    (byte[]) record.value(),
                                    record.headers());
                    scheduler.note(
                            "offset "
                                    + offset[0]
                                    + ": "
                                    + new String((byte[]) record.value(), UTF_8));
                });
        scheduler.step(
                steps,
                () ->
                        ((Callback) callback)
                                .onCompletion(
                                        new RecordMetadata(
                                                new TopicPartition(
                                                        record.topic(), record.partition()),
                                                offset[0],
                                                0,
                                                record.timestamp(),
                                                0,
                                                0),
                                        null));
        return null;
    }
}
