package org.dungeontalk.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;

/**
 * A client that tries what it may not do. It keeps its tokens and texts, which must be in no log.
 * Blocks; for one thread.
 */
final class Intruder {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final long SECONDS = 20;

    private final Stack stack;
    private final URI gateway;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> secrets = new ArrayList<>();

    Intruder(Stack stack, URI gateway) {
        this.stack = stack;
        this.gateway = gateway;
    }

    /** A token that was issued a minute ago. */
    String token(String player, long secondsLeft, List<String> rooms, String... roles)
            throws IOException {
        return token(stack.data().secret(), player, secondsLeft, rooms, roles);
    }

    /** The same, signed with another secret. */
    String token(
            String secret, String player, long secondsLeft, List<String> rooms, String... roles) {
        return secret(
                new SignedToken(secret)
                        .of(
                                new SignedToken.Player(player, player, rooms, List.of(roles)),
                                Instant.now().minusSeconds(60),
                                Duration.ofSeconds(60 + secondsLeft)));
    }

    /** Keeps a text, which must be in no log. */
    String secret(String text) {
        secrets.add(text);
        return text;
    }

    /** The status of the handshake with this token, from a page of this origin. */
    String handshake(String origin, String token) throws IOException {
        try (RawSocket socket = new RawSocket(stack)) {
            return socket.upgrade("?token=" + token, "Origin: " + origin + "\r\n").split(" ")[1];
        }
    }

    /** The end of a connection whose CONNECT has this header. */
    String connect(String header) throws IOException {
        try (RawSocket socket = new RawSocket(stack)) {
            socket.upgrade("", "");
            socket.frame(
                    RawSocket.TEXT,
                    "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n" + header + "\n\0");
            return Integer.toString(socket.awaitEnd(Duration.ofSeconds(SECONDS)));
        }
    }

    /** Connects by the rules. */
    StompPlayer player(String token) throws Exception {
        return StompPlayer.connect(http, gateway, token).get(SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a text by the rules. */
    String talk(StompPlayer player, String room, String text) throws Exception {
        return send(
                player,
                JSON.createObjectNode()
                        .put("roomId", room)
                        .put("type", "TALK")
                        .put("content", secret(text))
                        .toString());
    }

    /** Sends any body. */
    String send(StompPlayer player, String body) throws Exception {
        return code(player.send("/pub/chat/send", body));
    }

    /** The code of a refusal, or RECEIPT. */
    static String code(CompletableFuture<Answer> answer) throws Exception {
        return answer.get(SECONDS, TimeUnit.SECONDS) instanceof Answer.Refused no
                ? no.code()
                : "RECEIPT";
    }

    /** The status of a request to a service of the stack. */
    String status(String service, String method, String path, String body, String token)
            throws Exception {
        return Integer.toString(request(service, method, path, body, token).statusCode());
    }

    /** A room's history, latest first, as soon as it has this many messages. */
    JsonNode history(String room, int messages, String token) throws Exception {
        String path = "/api/chat/room/" + room + "/messages";
        return Await.answer(
                Duration.ofSeconds(SECONDS),
                Duration.ofMillis(100),
                () ->
                        JSON.readTree(request("persistence", "GET", path, "", token).body())
                                .path("messages"),
                found -> found.size() >= messages);
    }

    private HttpResponse<String> request(
            String service, String method, String path, String body, String token)
            throws Exception {
        String base = stack.describe().process(service).orElseThrow().urls().get("http");
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(SECONDS))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Stack stack() {
        return stack;
    }

    /** How many of its tokens and texts are in a log of the stack's processes. */
    long logged() throws IOException {
        String all;
        try (Stream<Path> files = Files.walk(stack.data().logs())) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            all = text.toString();
        }
        return secrets.stream().filter(all::contains).count();
    }
}
