package org.dungeontalk.tools.dlt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Sends one record back to the log, unchanged or repaired. It becomes the newest message of its
 * room, also for players. If it is sent twice, it is delivered, stored and counted once, by its id.
 */
@Command(
        name = "send",
        description = {
            "Sends a dead letter back to game-messages, unchanged or repaired.",
            "It arrives as the newest message of its room. The dead letter stays in its topic."
        })
final class SendCommand implements Callable<Integer> {

    private static final int LIMIT_SECONDS = 30;
    private static final List<String> KINDS = List.of("chat", "aichat");

    @Mixin private DeadLetterOptions options;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "LETTER",
            converter = DeadLetterPosition.Converter.class,
            description = "PARTITION:OFFSET, as list prints it.")
    private DeadLetterPosition position;

    @Option(
            names = "--value",
            paramLabel = "FILE",
            description = "File with the repaired value. Default: the value of the dead letter.")
    private Path value;

    @Option(
            names = "--key",
            paramLabel = "ROOM",
            description = "The repaired key (the room id). Default: the key of the dead letter.")
    private String key;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "The repaired header kind: chat or aichat. Default: that of the dead letter.")
    private String kind;

    @Override
    public Integer call() throws Exception {
        Usage.require(spec, key == null || !key.isBlank(), "--key must not be blank.");
        Usage.require(
                spec,
                kind == null || KINDS.contains(kind),
                "--kind must be one of: " + String.join(", ", KINDS));
        if (value != null && (!Files.isReadable(value) || Files.isDirectory(value))) {
            throw new StackFailed("Can't read the file " + value + ".");
        }
        Optional<DeadLetter> letter = options.letters().find(position);
        if (letter.isEmpty()) {
            System.err.printf("%s has no dead letter %s.%n", options.topic(), position);
            return 1;
        }
        byte[] repaired = value == null ? null : Files.readAllBytes(value);
        RecordMetadata there =
                send(
                        options.kafka(),
                        letter.get().repaired(DeadLetterOptions.LOG, key, repaired, kind));
        System.out.printf(
                "%s is now %s %d:%d%n", position, there.topic(), there.partition(), there.offset());
        return 0;
    }

    private static RecordMetadata send(
            Map<String, Object> kafka, ProducerRecord<byte[], byte[]> record)
            throws IOException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove("default.api.timeout.ms");
        settings.put("acks", "all");
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(record).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IOException(
                    "Kafka did not accept the record: " + refused.getMessage(), refused);
        }
    }
}
