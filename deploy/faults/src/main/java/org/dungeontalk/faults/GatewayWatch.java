package org.dungeontalk.faults;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.MemoryInUse;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;

/** Observes a gateway from outside: its metrics, its memory, its log, and whether it serves. */
final class GatewayWatch {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 30;

    private final Stack stack;
    private final StackFile.Started gateway;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int saidBefore;

    GatewayWatch(Stack stack, String name) throws IOException {
        this.stack = stack;
        this.gateway = stack.describe().process(name).orElseThrow();
        this.saidBefore = log().size();
    }

    /** Both gateways of a stack of two. */
    static List<GatewayWatch> both(Stack stack) throws IOException {
        return List.of(new GatewayWatch(stack, "gateway-1"), new GatewayWatch(stack, "gateway-2"));
    }

    /** The address for players. */
    URI address() {
        return URI.create(gateway.urls().get("ws"));
    }

    /** Whether its readiness probe answers 200. */
    boolean isReady() throws InterruptedException {
        return Probe.readiness(URI.create(gateway.urls().get("management"))).isGreen();
    }

    /** The sum of a metric over all tags, or over those with this value. */
    double metric(String name, String tagged) throws IOException, InterruptedException {
        return lines(name)
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(tagged))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private Stream<String> lines(String beginning) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.urls().get("management") + "/q/metrics"))
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning));
    }

    /** The values of a metric above 0, by their tags. */
    Map<String, Double> metrics(String name) throws IOException, InterruptedException {
        return lines(name + "{")
                .filter(line -> !line.endsWith(" 0.0"))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(line.indexOf('{'), line.indexOf('}') + 1),
                                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    /** The CPU time of the gateway's process since it started. */
    Duration cpuTime() {
        return ProcessHandle.of(gateway.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** The number of players that it shows in a chat room; -1 if it gives no answer. */
    int present(String room) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        gateway.urls().get("http")
                                                + "/api/rooms/"
                                                + room
                                                + "/presence"))
                        .header("Authorization", "Bearer " + token("observer"))
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JSON.readTree(body).path("connectedCount").asInt(-1);
    }

    int sessions() throws IOException, InterruptedException {
        return (int) metric("dungeontalk_gateway_sessions", "");
    }

    long mebibytes() {
        return MemoryInUse.mebibytes(List.of(gateway.pid()));
    }

    /**
     * Memory that it needs, in MiB: what is in use after a collection of the heap, with direct
     * buffers. A heap that grows while it is cold does not count.
     */
    long mebibytesInUse() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process collection =
                new ProcessBuilder(jcmd.toString(), Long.toString(gateway.pid()), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (collection.waitFor() != 0) {
            throw new IOException("jcmd GC.run failed for process " + gateway.pid());
        }
        double bytes =
                metric("jvm_memory_used_bytes", "area=\"heap\"")
                        + metric("jvm_buffer_memory_used_bytes", "");
        return (long) (bytes / (1 << 20));
    }

    /** Lines at WARN or worse since this watch began. */
    long complaints() throws IOException {
        return news().stream()
                .filter(line -> line.matches("^[-0-9]+ [0-9:,]+ (WARN|ERROR|FATAL).*"))
                .count();
    }

    /** Lines with these words since this watch began. */
    long said(String words) throws IOException {
        return news().stream().filter(line -> line.contains(words)).count();
    }

    /** Lines of stack traces since this watch began. */
    long stackTraces() throws IOException {
        return news().stream().filter(line -> line.matches("^\\s+at [a-z].*")).count();
    }

    /** Whether a player can connect and get a receipt. */
    boolean serves() throws Exception {
        try (StompPlayer player =
                StompPlayer.connect(http, address(), token("bystander"))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            String body = "{\"roomId\":\"bystanders\",\"type\":\"TALK\",\"content\":\"hello\"}";
            return player.send("/pub/chat/send", body).get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    instanceof Answer.Accepted;
        }
    }

    String token(String player, String... roles) throws IOException {
        return new SignedToken(stack.data().secret())
                .of(
                        new SignedToken.Player(player, player, List.of(), List.of(roles)),
                        Instant.now(),
                        Duration.ofHours(1));
    }

    private List<String> news() throws IOException {
        List<String> all = log();
        return all.subList(Math.min(saidBefore, all.size()), all.size());
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(Path.of(gateway.log()));
    }
}
