package org.dungeontalk.gateway.http;

import static org.dungeontalk.testing.RawRequest.NO_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.testing.LogLines;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** What is no path, or no text, is refused as a problem, and nobody can fill the log with it. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class MalformedTargetsTest {

    /** NUL, halves of surrogate pairs, bytes that are no UTF-8. */
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

    @Test
    void aPathThatIsNoTextIsRefusedBeforeARouteReadsItsRoom() {
        String token = "Authorization: Bearer " + Tokens.withRoles("ai", "service");
        for (String room : NO_TEXT) {
            refused(http, "POST", "/api/chat/room/" + room + "/message", token);
            refused(http, "POST", "/api/aichat/room/" + room + "/message", token);
            refused(http, "GET", "/api/rooms/" + room + "/presence", token);
            refused(http, "GET", "/api/rooms/r/presence?kind=" + room, token);
            refused(http, "GET", "/api/" + room, token);
            refused(http, "GET", "/api/page?" + room, token);
        }
        refused(http, "POST", "/api/chat/room/a;b/message", token);
        refused(http, "GET", "/api/rooms/r;x=1/presence", token);
        refused(http, "GET", "/api/page;x");
        refused(http, "POST", "/%61pi/chat/room/%ff/message", token);
        refused(http, "POST", "/x/../api/chat/room/%ff/message", token);
        refused(http, "POST", "http://localhost/api/chat/room/%ff/message", token);
        assertEquals(List.of(), wrong);
    }

    @Test
    void aRoomWhoseNameIsTextIsTakenAsItIs() {
        String token = "Authorization: Bearer " + Tokens.withRoles("ai", "service");
        for (String room : List.of("%EB%B0%A9", "%F0%9F%90%89", "%EF%BF%BD", "a%2Cb%3Bc", "a+b")) {
            String path = "/api/chat/room/" + room + "/message";
            assertEquals(201, RawRequest.send(http, "POST", path, token).status(), room);
        }
        assertEquals(200, RawRequest.send(http, "GET", "/api/page?limit=").status());
    }

    @Test
    void aRefusalIsReadableForAllowedOrigins() {
        RawRequest.Answer answer =
                RawRequest.send(http, "GET", "/api/%ff", "Origin: http://" + http.getAuthority());
        assertTrue(answer.isProblem(400, "BAD_REQUEST"), answer.toString());
        assertTrue(
                answer.headers().stream()
                        .anyMatch(it -> it.startsWith("access-control-allow-origin: ")),
                answer.toString());
    }

    private void refused(URI server, String method, String target, String... headers) {
        RawRequest.Answer answer = RawRequest.send(server, method, target, headers);
        if (!answer.isProblem(400, "BAD_REQUEST")) {
            wrong.add("\n" + method + " " + target + " " + answer);
        }
    }
}
