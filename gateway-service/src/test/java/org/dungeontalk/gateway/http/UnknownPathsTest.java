package org.dungeontalk.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no route answers is answered like every other error, never in HTML. */
@QuarkusTest
@QuarkusTestResource(GatewayInfrastructure.class)
class UnknownPathsTest {

    @TestHTTPResource("/")
    URI http;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/nothing",
                "/api//nothing",
                "/api/page/more",
                "/api/rooms/tavern",
                "/api/chat/room/tavern",
                "/api/nochat/room/tavern/message",
                "/api/index.html",
                "/api/%3Cscript%3E",
                "/ws-chat/nothing",
                "/ws-chat/info/more",
                "/ws-chat/1/a/xhr"
            })
    void anUnknownPathIsAProblem(String path) throws IOException {
        for (String method : new String[] {"GET", "POST", "DELETE", "HEAD", "FOO"}) {
            assertProblem(request(method, path), 404, "NOT_FOUND", method);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /api/page,                           GET",
        "DELETE, /api/page,                           GET",
        "GET,    /api/guest,                          POST",
        "PUT,    /api/rooms/tavern/presence,          GET",
        "GET,    /api/chat/room/tavern/message,       POST",
        "FOO,    /api/aichat/room/tavern/message,     POST",
        "OPTIONS,/api/aichat/room/tavern/message,     POST",
        "HEAD,   /api/chat/room/tavern/message,       POST",
        "POST,   /ws-chat/info,                       GET"
    })
    void aWrongMethodIsAProblemThatNamesTheRightOne(String method, String path, String allowed)
            throws IOException {
        String answer = request(method, path);
        assertProblem(answer, 405, "METHOD_NOT_ALLOWED", method);
        assertTrue(answer.contains("\r\nallow: " + allowed + "\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/%zz", "/api/rooms/%zz/presence", "/api/%", "/ws-chat/%zz"})
    void aPathThatCantBeReadIsRefusedWithoutABody(String path) throws IOException {
        String answer = request("GET", path);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\r\ncontent-length: 0\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws-chat", "/ws-chat/websocket", "/ws-chat/1/a/websocket"})
    void aRequestForAWebSocketThatIsNoHandshakeIsAProblem(String path) throws IOException {
        String answer = request("GET", path);
        assertProblem(answer, 404, "NOT_FOUND", "GET");
    }

    @Test
    void theRoutesThemselvesAndThePageAreAsTheyWere() {
        RestAssured.get(http.resolve("/api/page")).then().statusCode(200);
        RestAssured.get(http.resolve("/ws-chat/info")).then().statusCode(200);
        RestAssured.get(http).then().statusCode(200).body(containsString("DungeonTalk"));
        RestAssured.get(http.resolve("/page/nothing.js"))
                .then()
                .statusCode(404)
                .contentType(not(equalTo("application/problem+json")));
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of("mira"))) {
            assertFalse(mira.isClosed());
        }
    }

    private static void assertProblem(String answer, int status, String code, String method) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("\r\ncontent-type: application/problem+json\r\n"), answer);
        if (!method.equals("HEAD")) {
            JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertEquals("about:blank", problem.getString("type"));
            assertEquals(status, problem.getInteger("status"));
            assertEquals(code, problem.getString("code"));
            assertFalse(problem.getString("detail").contains("script"));
        }
    }

    /** The whole answer, names of headers in lower case. */
    private String request(String method, String path) throws IOException {
        try (Socket socket = new Socket("localhost", http.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            (method
                                            + " "
                                            + path
                                            + " HTTP/1.1\r\n"
                                            + "Host: localhost\r\n"
                                            + "Accept: text/html\r\n"
                                            + "Connection: close\r\n\r\n")
                                    .getBytes(US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            int body = all.indexOf("\r\n\r\n");
            StringBuilder head = new StringBuilder();
            for (String line : all.substring(0, body).split("\r\n")) {
                int colon = line.indexOf(": ");
                head.append(colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT))
                        .append(colon < 0 ? "" : line.substring(colon))
                        .append("\r\n");
            }
            return head + all.substring(body + 2);
        }
    }
}
