package org.dungeontalk.faults.search;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.token.SignedToken;

/**
 * HTTP requests to the services of a stack, whose addresses stay the same for the whole run. Blocks
 * for five seconds at most: a service may be away.
 */
final class Requests {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final Map<String, Map<String, String>> urls = new TreeMap<>();
    private final String token;

    /**
     * @param secret signs the token of a moderator and operator
     */
    Requests(List<StackFile.Started> processes, String secret) {
        for (StackFile.Started process : processes) {
            if (process.urls() != null) {
                urls.put(process.name(), process.urls());
            }
        }
        this.token =
                new SignedToken(secret)
                        .of(
                                new SignedToken.Player(
                                        "warden",
                                        "warden",
                                        List.of(),
                                        List.of("operator", "moderator")),
                                Instant.now(),
                                Duration.ofHours(2));
    }

    /** The services' names. */
    List<String> services() {
        return List.copyOf(urls.keySet());
    }

    /** Whether the readiness probe answers 200. */
    boolean isReady(String service) throws InterruptedException {
        return Probe.readiness(management(service, "/")).isGreen();
    }

    /** The metrics in Prometheus' format, line by line; none if the service does not answer. */
    List<String> metrics(String service) throws InterruptedException {
        try {
            return http.send(
                            get(management(service, "/q/metrics")),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The status of a request to a public path; 0 if the service does not answer. */
    int ask(String method, String service, String path, String body) throws InterruptedException {
        return status(request(method, URI.create(urls.get(service).get("http") + path), body));
    }

    /** The status of a POST to a management path; 0 if the service does not answer. */
    int administer(String service, String path, String body) throws InterruptedException {
        return status(request("POST", management(service, path), body));
    }

    private URI management(String service, String path) {
        return URI.create(urls.get(service).get("management") + path);
    }

    private static HttpRequest get(URI address) {
        return HttpRequest.newBuilder(address).timeout(LIMIT).build();
    }

    private HttpRequest request(String method, URI address, String body) {
        return HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
