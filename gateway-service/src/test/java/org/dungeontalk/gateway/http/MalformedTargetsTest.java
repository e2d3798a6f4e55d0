package org.dungeontalk.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.LogLines;
import org.dungeontalk.gateway.RawRequest;
import org.junit.jupiter.api.Test;

/** What is no path, is refused as a problem, and nobody can fill the log with it. */
@QuarkusTest
@QuarkusTestResource(GatewayInfrastructure.class)
class MalformedTargetsTest {

    private static final List<String> NO_PATH = List.of("?", "?x", "?x=/api/page");

    @TestHTTPResource("/")
    URI http;

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
            NO_PATH.forEach(it -> refused(management, "GET", it));
            assertEquals(0, log.about("ERROR"), log.toString());
        }
        assertEquals(List.of(), wrong);
        assertEquals(200, RawRequest.send(management, "GET", "/q/metrics").status());
    }

    @Test
    void aRequestWithoutAPathIsAProblemAndNotLogged() {
        try (LogLines log = LogLines.start()) {
            for (String method : List.of("GET", "POST", "FOO")) {
                NO_PATH.forEach(it -> refused(http, method, it));
            }
            for (String target : List.of("*", "x", "#x", "api/page")) {
                int status = RawRequest.send(http, "OPTIONS", target).status();
                assertTrue(status >= 400 && status < 500, target + " " + status);
            }
            assertEquals(0, log.about("ERROR"), log.toString());
        }
        assertEquals(List.of(), wrong);
    }

    private void refused(URI server, String method, String target, String... headers) {
        RawRequest.Answer answer = RawRequest.send(server, method, target, headers);
        if (!answer.isProblem(400, "BAD_REQUEST")) {
            wrong.add("\n" + method + " " + target + " " + answer);
        }
    }
}
