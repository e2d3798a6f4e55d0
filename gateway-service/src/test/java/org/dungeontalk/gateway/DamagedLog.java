package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A Kafka of which one byte has gone bad in a segment of each of the gateway's topics, before the
 * gateway starts: in every record that holds {@link #MARK}.
 */
public class DamagedLog extends GatewayInfrastructure {
    public static final String ROOM = "room-with-a-hole";
    public static final String MARK = "this-goes-bad";

    @Override
    protected boolean isShared() {
        return false;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        settings.put("test.kafka.data", data.toString());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (String text : List.of("n0", "n1", MARK, "n3")) {
                ProducerRecord<String, String> message =
                        new ProducerRecord<>(
                                "game-messages", ROOM, "{\"content\":\"%s\"}".formatted(text));
                message.headers()
                        .add("kind", "chat".getBytes(UTF_8))
                        .add("from", "x".getBytes(UTF_8));
                producer.send(message).get();
            }
            for (String topic : List.of("moderation", "revocations", "presence")) {
                producer.send(new ProducerRecord<>(topic, MARK, MARK)).get();
            }
            producer.send(new ProducerRecord<>("moderation", "mute-after", mute("mute-after")))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        kafka.close();
        damage(data);
        kafka.startBroker(0);
        return settings;
    }

    private static String mute(String player) {
        return "{\"playerId\":\"%s\",\"muted\":true}".formatted(player);
    }

    /** Spoils every record that is marked and not spoilt yet, in whatever broker's data. */
    public static void damage(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(f -> f.toString().endsWith("0.log")).toList()) {
                int at = Files.readString(file, ISO_8859_1).indexOf(MARK);
                if (at >= 0) {
                    flip(file, at);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flip(Path file, int at) throws IOException {
        try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
            segment.seek(at);
            segment.write('T');
        }
    }
}
