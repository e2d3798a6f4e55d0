package org.dungeontalk.systemtests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;
import org.dungeontalk.tools.history.ImportCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** History with messages that deploy/tools/import has brought in while the services run. */
class ImportedHistoryIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private URI history;
    private URI admin;
    private String token;

    @Test
    void importedMessagesComeBeforeThoseOfTheLogAndPagesCrossTheSeam() throws Exception {
        try (Stack stack = WholeStack.start(directory.resolve("stack"), 1)) {
            history = address(stack, "persistence", "http");
            admin = address(stack, "persistence", "management");
            token = token(stack, "mira");
            talk(stack, "live 1", "주막 live 2", "live 3");
            await().atMost(LIMIT).until(() -> texts(page("")).size() == 3);

            importFile(stack, "old 1", "주막 old 2 🎲", "old 3");

            assertEquals(
                    List.of(
                            List.of("live 3", "주막 live 2"),
                            List.of("live 1", "old 3"),
                            List.of("주막 old 2 🎲", "old 1")),
                    backwards());
            assertEquals(
                    List.of(
                            List.of("old 3", "주막 old 2 🎲"),
                            List.of("주막 live 2", "live 1"),
                            List.of("live 3")),
                    forwards(oldest()));
            String word = URLEncoder.encode("주막", StandardCharsets.UTF_8);
            assertEquals(List.of("주막 live 2", "주막 old 2 🎲"), texts(page("?q=" + word)));
            erase(stack, "p-old");
            await().atMost(LIMIT)
                    .until(() -> texts(page("")).equals(List.of("live 3", "주막 live 2", "live 1")));
        }
    }

    private void talk(Stack stack, String... texts) throws Exception {
        URI gateway = address(stack, "gateway-1", "ws");
        try (StompPlayer player =
                StompPlayer.connect(http, gateway, token)
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            for (String text : texts) {
                String body =
                        "{\"roomId\":\"inn\",\"type\":\"TALK\",\"content\":\"%s\"}".formatted(text);
                assertEquals(
                        new Answer.Accepted(),
                        player.send("/pub/chat/send", body)
                                .get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
        }
    }

    /** The messages are later than those of the log: what orders them is not the time alone. */
    private void importFile(Stack stack, String... texts) throws Exception {
        Path file = directory.resolve("chat_messages.ndjson");
        Instant now = Instant.now();
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(
                    """
                    {"_id": {"$oid": "%024x"}, "roomId": "inn", "senderId": "p-old", \
                    "content": "%s", "type": "TALK", "createdAt": {"$date": "%s"}}\
                    """
                            .formatted(lines.size(), text, now.plusMillis(lines.size())));
        }
        Files.write(file, lines);
        assertEquals(
                0,
                new CommandLine(new ImportCommand())
                        .execute(file.toString(), "--data", stack.data().path().toString()));
    }

    private List<List<String>> backwards() throws Exception {
        List<List<String>> pages = new ArrayList<>();
        String before = "";
        while (before != null) {
            JsonNode page = page("?limit=2" + before);
            pages.add(texts(page));
            before = page.get("before").isNull() ? null : "&before=" + page.get("before").asText();
        }
        return pages;
    }

    private List<List<String>> forwards(String cursor) throws Exception {
        List<List<String>> pages = new ArrayList<>();
        JsonNode page = page("?limit=2&after=" + cursor);
        while (!texts(page).isEmpty()) {
            pages.add(texts(page));
            page = page("?limit=2&after=" + page.get("after").asText());
        }
        return pages;
    }

    private String oldest() throws Exception {
        JsonNode messages = page("").get("messages");
        return messages.get(messages.size() - 1).get("cursor").asText();
    }

    private void erase(Stack stack, String player) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(admin.resolve("/admin/erasure"))
                        .header("Authorization", "Bearer " + token(stack, "op", "operator"))
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"playerId\":\"%s\",\"mode\":\"ERASE\"}"
                                                .formatted(player)))
                        .build();
        assertEquals(202, http.send(request, BodyHandlers.discarding()).statusCode());
    }

    private JsonNode page(String query) throws Exception {
        URI uri = history.resolve("/api/chat/room/inn/messages" + query);
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(LIMIT)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        return JSON.readTree(answer.body());
    }

    private static List<String> texts(JsonNode page) {
        List<String> texts = new ArrayList<>();
        page.get("messages").forEach(message -> texts.add(message.get("content").asText()));
        return texts;
    }

    private static String token(Stack stack, String name, String... roles) throws Exception {
        return new SignedToken(stack.data().secret())
                .of(
                        new SignedToken.Player(name, name, List.of(), List.of(roles)),
                        Instant.now(),
                        Duration.ofHours(1));
    }

    private static URI address(Stack stack, String process, String kind) {
        return URI.create(stack.describe().process(process).orElseThrow().urls().get(kind));
    }
}
