package org.dungeontalk.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens and texts on every way into the services, good and bad ones, also while PostgreSQL is
 * away. The services log requests and details, and PostgreSQL logs every statement.
 */
class SecretsInNoLogIT {

    private static final String ROOM = "vault";
    private static final long SECONDS = 60;
    private static final Duration LIMIT = Duration.ofSeconds(SECONDS);
    private static final Map<String, String> LOUD =
            Map.of(
                    "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
                    "QUARKUS_LOG_CATEGORY__ORG_DUNGEONTALK__LEVEL", "DEBUG");

    /** What persistence says when PostgreSQL is away. */
    private static final List<String> WAITS = List.of("Waiting for postgresql-writes");

    /** Signs that the processes log as much as they are told to. */
    private static final List<String> LOGGED =
            List.of(
                    "DEBUG [org.dungeontalk.gateway",
                    "\"GET /ws-chat HTTP",
                    "\"GET /api/chat/room/" + ROOM + "/messages HTTP",
                    "INSERT INTO persistence.message",
                    "INSERT INTO analytics.");

    @TempDir Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> secrets = new ArrayList<>();
    private int accepted;

    @Test
    void noProcessLogsATokenOrATextWhateverComesInAndHoweverMuchItLogs() throws Exception {
        StackLogs logs;
        try (Stack stack = WholeStack.start(directory, 2, 1, true, LOUD)) {
            logs = StackLogs.of(stack);
            StackLogs.logEveryStatement(stack.postgres());
            try (StompPlayer mira = connect(gateway(stack, 1, "ws"), token(stack, "mira"));
                    StompPlayer tomas = connectByAddress(stack)) {
                talk(mira, tomas);
                publish(stack);
                ask(stack);
                knockWithRefusedTokens(stack);
                breakTheContract(stack);
                stack.postgres().stopImmediately();
                accept(mira, chat(MessageId.next(), text()));
                await().atMost(LIMIT).until(() -> !logs.linesWith(WAITS).isEmpty());
                stack.restart("postgres");
                awaitStored(stack);
            }
        }
        assertEquals(
                List.of(
                        "analytics",
                        "gateway-1",
                        "gateway-2",
                        "kafka-0",
                        "persistence",
                        "postgres"),
                logs.processes());
        for (String logged : LOGGED) {
            assertNotEquals(List.of(), logs.linesWith(List.of(logged)), logged);
        }
        assertEquals(List.of(), logs.linesWith(secrets));
    }

    private void talk(StompPlayer mira, StompPlayer tomas) throws Exception {
        for (StompPlayer member : List.of(mira, tomas)) {
            member.subscribe("/sub/chat/room/" + ROOM, frame -> {}).get(SECONDS, TimeUnit.SECONDS);
        }
        String id = MessageId.next();
        accept(mira, chat(id, text()));
        refuse(mira, "MESSAGE_ID_REUSED", chat(id, text()));
        refuse(tomas, "INVALID_MESSAGE_ID", chat(id, text()));
        accept(mira, whisper(text()));
        refuse(mira, "CONTENT_TOO_LONG", chat(MessageId.next(), text() + "x".repeat(2_000)));
        refuse(mira, "INVALID_JSON", "{\"roomId\":\"vault\",\"content\":\"" + text());
        refuse(mira, "INVALID_FIELD", "{\"roomId\":\"vault\",\"content\":[\"" + text() + "\"]}");
        Answer elsewhere =
                mira.send("/pub/" + text(), chat(MessageId.next(), text()))
                        .get(SECONDS, TimeUnit.SECONDS);
        assertEquals("UNKNOWN_DESTINATION", code(elsewhere));
    }

    /** A service's posts. */
    private void publish(Stack stack) throws Exception {
        URI room = gateway(stack, 2, "http").resolve("/api/chat/room/" + ROOM + "/message");
        String service = token(stack, "narrator", "service");
        assertEquals(201, send("POST", room, service, chat(MessageId.next(), text())));
        accepted++;
        assertEquals(400, send("POST", room, service, "{\"content\":\"" + text()));
        URI asked = URI.create(room + "?token=" + service);
        assertEquals(401, send("POST", asked, "", chat(MessageId.next(), text())));
    }

    /** Questions of players, moderators and operators, some with a token where none belongs. */
    private void ask(Stack stack) throws Exception {
        URI persistence = address(stack, "persistence", "http");
        URI admin = address(stack, "persistence", "management").resolve("/admin/replay");
        String player = token(stack, "mira");
        String history = "/api/chat/room/" + ROOM + "/messages";
        String moderator = token(stack, "warden", "moderator");
        for (String path : List.of(history, history + "?q=" + text(), history + "?x=" + player)) {
            assertEquals(200, send("GET", persistence.resolve(path), player, ""));
        }
        String spoken = "/api/moderation/player/mira/messages";
        assertEquals(200, send("GET", persistence.resolve(spoken), moderator, ""));
        assertEquals(404, send("GET", admin, token(stack, "op", "operator"), ""));
        for (String service : List.of("gateway-1", "persistence", "analytics")) {
            URI base = address(stack, service, "http");
            for (String path : List.of("/api/nothing", "/api/chat/room/%00/messages")) {
                URI wrong = base.resolve(path + "?token=" + player);
                assertEquals(4, send("GET", wrong, player, "") / 100, wrong::toString);
            }
        }
    }

    /** Tokens that are expired or signed with another key, wherever a service takes a token. */
    private void knockWithRefusedTokens(Stack stack) throws Exception {
        String expired = signed(stack.data().secret(), "mira", Duration.ofMinutes(-5));
        String forged = signed("local-" + "x".repeat(32), "mira", Duration.ofHours(1), "operator");
        URI websocket = gateway(stack, 1, "ws");
        for (String token : List.of(expired, forged)) {
            URI shown = URI.create(websocket + "?token=" + token);
            WebSocket.Builder handshake = http.newWebSocketBuilder();
            assertThrows(
                    ExecutionException.class,
                    () -> handshake.buildAsync(shown, new WebSocket.Listener() {}).get());
            assertThrows(ExecutionException.class, () -> connect(websocket, token));
            for (URI address :
                    List.of(
                            gateway(stack, 1, "http").resolve("/api/rooms/vault/presence"),
                            address(stack, "persistence", "http")
                                    .resolve("/api/chat/room/vault/messages"),
                            address(stack, "persistence", "management").resolve("/admin/replay"))) {
                assertEquals(401, send("GET", address, token, ""), address::toString);
            }
            URI mute = address(stack, "analytics", "http").resolve("/api/analytics/mutes/mira");
            assertEquals(401, send("PUT", mute, token, "{}"));
        }
    }

    /** Records that no gateway writes: both consumers dead-letter them. */
    private void breakTheContract(Stack stack) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.kafka().bootstrapServers());
        List<String> bodies =
                List.of(
                        "{\"content\":\"" + text(),
                        "{\"roomId\":7,\"content\":\"" + text() + "\"}");
        try (KafkaProducer<String, String> log =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String body : bodies) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>("game-messages", ROOM, body);
                record.headers().add("kind", "chat".getBytes(UTF_8));
                log.send(record).get(SECONDS, TimeUnit.SECONDS);
            }
        }
        try (Admin admin = Admin.create(settings)) {
            for (String group : List.of("db-writer", "analytics")) {
                TopicPartition letters = new TopicPartition("game-messages." + group + ".dlt", 0);
                await().atMost(LIMIT)
                        .until(
                                () ->
                                        admin.listOffsets(Map.of(letters, OffsetSpec.latest()))
                                                        .partitionResult(letters)
                                                        .get()
                                                        .offset()
                                                >= bodies.size());
            }
        }
    }

    private void awaitStored(Stack stack) throws Exception {
        Records records = new Records(stack.describe(), stack.data().secret());
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(
                        () ->
                                records.rows() == accepted
                                        && records.activity().messages() == accepted);
    }

    private StompPlayer connectByAddress(Stack stack) throws Exception {
        String token = token(stack, "tomas");
        return connect(URI.create(gateway(stack, 2, "ws") + "?token=" + token), token);
    }

    private StompPlayer connect(URI websocket, String token) throws Exception {
        return StompPlayer.connect(http, websocket, token).get(SECONDS, TimeUnit.SECONDS);
    }

    private void accept(StompPlayer player, String body) throws Exception {
        Answer answer = player.send("/pub/chat/send", body).get(SECONDS, TimeUnit.SECONDS);
        assertEquals(new Answer.Accepted(), answer);
        accepted++;
    }

    private static void refuse(StompPlayer player, String code, String body) throws Exception {
        assertEquals(
                code, code(player.send("/pub/chat/send", body).get(SECONDS, TimeUnit.SECONDS)));
    }

    private static String code(Answer answer) {
        return answer instanceof Answer.Refused refused ? refused.code() : "accepted";
    }

    private int send(String method, URI address, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(LIMIT)
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** A text that is nowhere else; from now on no log may hold it. */
    private String text() {
        String text = "text-" + UUID.randomUUID();
        secrets.add(text);
        return text;
    }

    private String token(Stack stack, String name, String... roles) throws IOException {
        return signed(stack.data().secret(), name, Duration.ofHours(1), roles);
    }

    /** A token; from now on no log may hold it. */
    private String signed(String secret, String name, Duration lifetime, String... roles) {
        String token =
                new SignedToken(secret)
                        .of(
                                new SignedToken.Player(name, name, List.of(), List.of(roles)),
                                Instant.now(),
                                lifetime);
        StackLogs.partsOf(token).forEach(secrets::add);
        return token;
    }

    private static String chat(String id, String text) {
        return "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"%s\"}"
                .formatted(id, ROOM, text);
    }

    private static String whisper(String text) {
        return "{\"roomId\":\"%s\",\"type\":\"TALK\",\"receiverId\":\"tomas\",\"content\":\"%s\"}"
                .formatted(ROOM, text);
    }

    private static URI gateway(Stack stack, int number, String kind) {
        return address(stack, "gateway-" + number, kind);
    }

    private static URI address(Stack stack, String process, String kind) {
        return URI.create(stack.describe().process(process).orElseThrow().urls().get(kind));
    }
}
