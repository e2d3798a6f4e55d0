package org.dungeontalk.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dungeontalk.local.stack.Stack;

/**
 * Strangers who show tokens with a key that no issuer has published to the HTTP API of both
 * gateways. Never blocks.
 */
final class UnknownTokens {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Stack stack;
    private final String token;

    UnknownTokens(Stack stack, IssuerKey unknown) {
        this.stack = stack;
        this.token = Admissions.token(unknown);
    }

    /** Shows this many at once. Completes with the number of answers of each status. */
    CompletableFuture<Map<Integer, Long>> show(int number) {
        var answers =
                IntStream.range(0, number)
                        .mapToObj(i -> http.sendAsync(request(i), discarding()))
                        .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(
                        done ->
                                answers.stream()
                                        .map(CompletableFuture::join)
                                        .collect(
                                                Collectors.groupingBy(
                                                        HttpResponse::statusCode,
                                                        TreeMap::new,
                                                        Collectors.counting())));
    }

    private static HttpResponse.BodyHandler<Void> discarding() {
        return HttpResponse.BodyHandlers.discarding();
    }

    private HttpRequest request(int number) {
        int port = stack.service("gateway-" + (1 + number % 2)).plan().httpPort();
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/rooms/room-0/presence"))
                .header("Authorization", "Bearer " + token)
                .timeout(LIMIT)
                .build();
    }
}
