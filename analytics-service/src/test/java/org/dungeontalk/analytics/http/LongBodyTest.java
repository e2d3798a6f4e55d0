package org.dungeontalk.analytics.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

/** A stranger's body is refused at its bound, and nobody can fill the log with it. */
@QuarkusTest
@WithTestResource(Stack.class)
class LongBodyTest {

    private static final int BOUND = 16 * 1024;

    @TestHTTPResource("/api/analytics/mutes/p-1")
    URI mute;

    @Test
    void aBodyOverItsBoundIsRefusedWithOrWithoutALengthAndNotLogged() throws Exception {
        byte[] body = new byte[BOUND + 1];
        try (LogLines log = LogLines.start()) {
            for (BodyPublisher publisher :
                    List.of(
                            BodyPublishers.ofByteArray(body),
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
                assertEquals(413, put(publisher), log.toString());
            }
            assertEquals(0, log.about("ERROR"), log.toString());
        }
    }

    private int put(BodyPublisher body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(mute).version(HttpClient.Version.HTTP_1_1).PUT(body).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }
}
