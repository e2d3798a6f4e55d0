package org.dungeontalk.analytics.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.testing.LogLines;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** What is no path is refused as a problem on both ports, and nobody can fill the log with it. */
@QuarkusTest
@WithTestResource(Stack.class)
class MalformedTargetsTest {

    private static final List<String> EMPTY_PATH = List.of("?", "?x", "?x=/api/analytics/live");

    @TestHTTPResource URI server;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void aPathOfTheManagementPortThatCantBeReadIsAProblemAndNotLogged() {
        try (LogLines log = LogLines.start()) {
            for (String target :
                    List.of("/%", "/%zz", "/%4", "/q/%", "/q/health%", "/health/%?x")) {
                refused(management, "GET", target);
                refused(management, "POST", target);
            }
            EMPTY_PATH.forEach(it -> refused(management, "GET", it));
            assertEquals(0, log.about("ERROR"), log.toString());
        }
        assertEquals(List.of(), wrong);
        assertEquals(200, RawRequest.send(management, "GET", "/q/metrics").status());
    }

    @Test
    void aRequestWithoutAPathIsAProblemAndNotLogged() {
        try (LogLines log = LogLines.start()) {
            for (String method : List.of("GET", "POST", "FOO")) {
                EMPTY_PATH.forEach(it -> refused(server, method, it));
            }
            for (String target : List.of("*", "x", "#x", "api/analytics/live")) {
                int status = RawRequest.send(server, "OPTIONS", target).status();
                assertEquals(4, status / 100, target);
            }
            assertEquals(0, log.about("ERROR"), log.toString());
        }
        assertEquals(List.of(), wrong);
    }

    private void refused(URI at, String method, String target) {
        RawRequest.Answer answer = RawRequest.send(at, method, target);
        if (!answer.isProblem(400)) {
            wrong.add("\n" + method + " " + target + " " + answer);
        }
    }
}
