package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;

/** Unknown paths are refused with problems, on both ports. */
@QuarkusTest
@WithTestResource(Backbone.class)
class UnknownPathsTest {

    @TestHTTPResource URI players;

    @TestHTTPResource(value = "/", management = true)
    URI operators;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void anUnknownPathIsAProblem() {
        for (String path :
                List.of(
                        "/api",
                        "/api/",
                        "/api/nothing",
                        "/api/chat",
                        "/api/chat/room/r",
                        "/api/chat/room/r/messages/m",
                        "/api/moderation/player/p",
                        "/api/index.html")) {
            expect(404, players, "GET", path);
            expect(404, players, "POST", path);
        }
        for (String path :
                List.of(
                        "/admin",
                        "/admin/",
                        "/admin/nothing",
                        "/admin/replay/x/y",
                        "/admin/erasure/x/y")) {
            expect(404, operators, "GET", path);
            expect(404, operators, "POST", path);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aMethodThatIsNotThereIsAProblem() {
        for (String method : List.of("PUT", "DELETE", "PATCH", "POST")) {
            expect(405, players, method, "/api/chat/room/r/messages");
            expect(405, players, method, "/api/aichat/room/r/messages");
            expect(405, players, method, "/api/moderation/player/p/messages");
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aMethodThatIsNotThereForOperatorsIsAProblemAndNamesThoseThatAre() {
        String id = "00000000-0000-0000-0000-000000000000";
        for (String method : List.of("PUT", "DELETE", "PATCH")) {
            expectAllow("GET, POST", method, "/admin/replay");
            expectAllow("POST", method, "/admin/erasure");
            expectAllow("GET", method, "/admin/replay/" + id);
            expectAllow("GET", method, "/admin/erasure/anonymous-0123456789abcdef");
        }
        expectAllow("POST", "GET", "/admin/erasure");
        expectAllow("GET", "POST", "/admin/replay/" + id);
        assertEquals(List.of(), wrong);
    }

    private void expect(int status, URI server, String method, String path) {
        RawRequest.Answer answer =
                RawRequest.send(server, method, path, RawRequest.bearer(Operator.token()));
        if (!answer.isProblem(status)) {
            wrong.add("\n" + method + " " + path + " " + answer);
        }
    }

    private void expectAllow(String allowed, String method, String path) {
        RawRequest.Answer answer =
                RawRequest.send(operators, method, path, RawRequest.bearer(Operator.token()));
        if (!answer.isProblem(405) || !answer.headers().contains("allow: " + allowed)) {
            wrong.add("\n" + method + " " + path + " " + answer + answer.headers());
        }
    }
}
