package org.dungeontalk.gateway.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.testing.RawRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no route answers is answered like every other error, never in HTML. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
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
    void anUnknownPathIsAProblem(String path) {
        for (String method : new String[] {"GET", "POST", "DELETE", "HEAD", "FOO"}) {
            assertProblem(method, path, 404, "NOT_FOUND");
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
    void aWrongMethodIsAProblemThatNamesTheRightOne(String method, String path, String allowed) {
        assertProblem(method, path, 405, "METHOD_NOT_ALLOWED");
        RawRequest.Answer answer = RawRequest.send(http, method, path);
        assertTrue(answer.headers().contains("allow: " + allowed), answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/%zz", "/api/rooms/%zz/presence", "/api/%", "/ws-chat/%zz"})
    void aPathThatCantBeReadIsRefusedWithoutABody(String path) {
        RawRequest.Answer answer = RawRequest.send(http, "GET", path);
        assertEquals(400, answer.status(), answer.toString());
        assertTrue(answer.headers().contains("content-length: 0"), answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws-chat", "/ws-chat/websocket", "/ws-chat/1/a/websocket"})
    void aRequestForAWebSocketThatIsNoHandshakeIsAProblem(String path) {
        assertProblem("GET", path, 404, "NOT_FOUND");
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

    private void assertProblem(String method, String path, int status, String code) {
        RawRequest.Answer answer = RawRequest.send(http, method, path);
        if (method.equals("HEAD")) {
            assertEquals(status, answer.status(), path);
            assertTrue(answer.headers().contains("content-type: application/problem+json"), path);
        } else {
            assertTrue(answer.isProblem(status, code), answer.toString());
            assertFalse(answer.body().contains("script"), answer.body());
        }
    }
}
