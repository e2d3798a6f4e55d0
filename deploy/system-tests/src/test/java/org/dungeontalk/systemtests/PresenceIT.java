package org.dungeontalk.systemtests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.token.SignedToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence across two real gateways, one of which is killed. */
class PresenceIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOM = "hall";
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void isRightAcrossGatewaysAndHealsAfterOneWasKilled() throws Exception {
        try (Stack stack = WholeStack.start(directory, 2);
                StompPlayer mira = player(stack, "gateway-2", "mira")) {
            mira.subscribe("/sub/chat/room/" + ROOM, this::told).get(60, TimeUnit.SECONDS);
            List<StompPlayer> elsewhere = new ArrayList<>();
            List<Duration> seen = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                StompPlayer other = join(stack, "gateway-1", "other-" + i);
                elsewhere.add(other);
                int count = 2 + i;
                seen.add(until(() -> lastCount() == count));
            }
            elsewhere.add(join(stack, "gateway-1", "mira"));
            for (String gateway : List.of("gateway-1", "gateway-2")) {
                await().atMost(LIMIT).until(() -> ask(stack, gateway) == 6);
            }
            seen.sort(null);
            assertTrue(seen.get(2).compareTo(SEEN_WITHIN) <= 0, "seen after " + seen);

            stack.service("gateway-1").kill();
            Duration healed = until(() -> lastCount() == 1 && ask(stack, "gateway-2") == 1);
            assertTrue(healed.compareTo(HEALED_WITHIN) <= 0, "healed after " + healed);
            System.out.printf("presence: seen after %s, healed after %s%n", seen, healed);

            stack.restart("gateway-1");
            await().atMost(LIMIT).until(() -> ask(stack, "gateway-1") == 1);
            elsewhere.forEach(StompPlayer::close);
        }
    }

    private StompPlayer join(Stack stack, String gateway, String name) throws Exception {
        StompPlayer player = player(stack, gateway, name);
        assertInstanceOf(
                Answer.Subscribed.class,
                player.subscribe("/sub/chat/room/" + ROOM, frame -> {}).get(60, TimeUnit.SECONDS));
        return player;
    }

    private StompPlayer player(Stack stack, String gateway, String name) throws Exception {
        URI ws = URI.create(stack.describe().process(gateway).orElseThrow().urls().get("ws"));
        return StompPlayer.connect(http, ws, token(stack, name)).get(60, TimeUnit.SECONDS);
    }

    private static String token(Stack stack, String name) throws IOException {
        return new SignedToken(stack.data().secret())
                .of(SignedToken.Player.named(name), Instant.now(), Duration.ofHours(1));
    }

    private void told(StompFrame frame) {
        if (frame.header("message-id").orElse("").startsWith("presence-")) {
            told.add(frame.body());
        }
    }

    private int lastCount() throws IOException {
        return told.isEmpty()
                ? 0
                : JSON.readTree(told.get(told.size() - 1)).path("connectedCount").asInt();
    }

    /** Number of players by that gateway's HTTP API. */
    private int ask(Stack stack, String gateway) throws IOException, InterruptedException {
        String base = stack.describe().process(gateway).orElseThrow().urls().get("http");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base).resolve("/api/rooms/" + ROOM + "/presence"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token(stack, "asker"))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = JSON.readTree(response.body());
        return response.statusCode() == 200 ? body.path("connectedCount").asInt() : -1;
    }

    private static Duration until(Callable<Boolean> holds) {
        long start = System.nanoTime();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(holds);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
