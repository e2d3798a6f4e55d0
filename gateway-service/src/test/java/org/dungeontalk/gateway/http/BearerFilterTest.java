package org.dungeontalk.gateway.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.testing.LogLines;
import org.junit.jupiter.api.Test;

/** Who calls a route, and how a request is refused. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class BearerFilterTest {

    @TestHTTPResource("/api/test/caller")
    URI caller;

    @TestHTTPResource("/api/test/bug")
    URI bug;

    @Test
    void theCallerIsThePlayerOfTheTokenAndTheBodyArrivesWhole() {
        post("Bearer " + Tokens.of("mira"), "hello").statusCode(200).body(equalTo("mira:hello"));
        post("bearer " + Tokens.of("mira"), "hello").statusCode(200);
    }

    @Test
    void withoutAGoodTokenTheAnswerIsAProblemWith401() {
        problem(RestAssured.given().body("x").post(caller).then(), 401, "UNAUTHORIZED")
                .header("WWW-Authenticate", "Bearer");
        problem(post("Basic bWlyYTp4", "x"), 401, "UNAUTHORIZED");
        String expired = Tokens.expiring("mira", Duration.ofSeconds(-60));
        problem(post("Bearer " + expired, "x"), 401, "UNAUTHORIZED")
                .header("WWW-Authenticate", containsString("invalid_token"))
                .body("detail", not(containsString(expired)));
        problem(post("Bearer " + Tokens.signedBySomebodyElse("mira"), "x"), 401, "UNAUTHORIZED");
    }

    @Test
    void twoTokensAreRefusedEvenIfBothAreGood() {
        String token = "Bearer " + Tokens.of("mira");
        problem(
                RestAssured.given()
                        .header("Authorization", token, token)
                        .body("x")
                        .post(caller)
                        .then(),
                401,
                "UNAUTHORIZED");
    }

    @Test
    void aBodyOverItsBoundIsRefusedWith413() {
        post("Bearer " + Tokens.of("mira"), "x".repeat(65_536)).statusCode(200);
        post("Bearer " + Tokens.of("mira"), "x".repeat(65_537)).statusCode(413);
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedAtItsBoundAndNotLogged() throws Exception {
        HttpRequest.BodyPublisher endless =
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[1_000_000]));
        HttpRequest post =
                HttpRequest.newBuilder(caller)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + Tokens.of("mira"))
                        .POST(endless)
                        .build();
        try (LogLines log = LogLines.start()) {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
            assertEquals(413, answer.statusCode());
            assertEquals(0, log.about("ERROR"), log.toString());
        }
    }

    @Test
    void aBugIsAProblemWith500AndTellsNothing() {
        problem(RestAssured.get(bug).then(), 500, "INTERNAL")
                .body("detail", not(containsString("on purpose")));
    }

    private ValidatableResponse post(String authorization, String body) {
        return RestAssured.given()
                .header("Authorization", authorization)
                .body(body)
                .post(caller)
                .then();
    }

    private static ValidatableResponse problem(
            ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"))
                .body("title", not(emptyOrNullString()))
                .body("status", equalTo(status))
                .body("detail", not(emptyOrNullString()))
                .body("code", equalTo(code));
    }
}
