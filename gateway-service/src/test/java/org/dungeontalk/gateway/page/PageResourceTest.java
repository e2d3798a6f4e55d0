package org.dungeontalk.gateway.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.RawClient;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class PageResourceTest {

    @TestHTTPResource("/")
    URI http;

    @Test
    void servesThePageWithItsClientAndKeepsForeignPagesOut() {
        RestAssured.get(http)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", startsWith("default-src 'self'"))
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .body(containsString("DungeonTalk"));
        RestAssured.get(http.resolve("/webjars/stomp__stompjs/bundles/stomp.umd.min.js"))
                .then()
                .statusCode(200);
    }

    @Test
    void aGuestGetsATokenThatOpensTheGame() {
        String token =
                RestAssured.given()
                        .body("{\"nickname\":\"Mira\"}")
                        .post(http.resolve("/api/guest"))
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", "no-store")
                        .body("nickname", equalTo("Mira"))
                        .extract()
                        .path("token");
        try (RawClient mira = RawClient.connected(http.getPort(), token)) {
            Assertions.assertFalse(mira.isClosed());
        }
    }

    @Test
    void aGuestWithoutANameIsAskedForOne() {
        for (String body :
                new String[] {"", "{", "{}", "[]", "{\"nickname\":\" \"}", "{\"nickname\":7}"}) {
            RestAssured.given()
                    .body(body)
                    .post(http.resolve("/api/guest"))
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("detail", containsString("nickname"));
        }
    }

    @Test
    void aGuestWhoSaysTooMuchMeetsAProblemToo() {
        guest("x".repeat(2_000))
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"));
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() throws Exception {
        for (Charset charset : List.of(UTF_16, UTF_16LE, ISO_8859_1)) {
            HttpRequest post =
                    HttpRequest.newBuilder(http.resolve("/api/guest"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("Content-Type", "application/json; charset=" + charset.name())
                            .POST(
                                    BodyPublishers.ofByteArray(
                                            "{\"nickname\":\"Jos\u00e9\"}".getBytes(charset)))
                            .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
            Assertions.assertEquals(400, answer.statusCode(), charset.name());
            Assertions.assertTrue(answer.body().contains("not UTF-8"), answer.body());
        }
    }

    @Test
    void aNameOfWhichNothingShowsIsNone() {
        for (String name : new String[] {"\\u202e", "\\u200b", "\\u3164", "\\u2800", "\\ud83d"}) {
            guest(name).then().statusCode(400).body("detail", containsString("nickname"));
        }
        guest("\\u202eMi\\u200bra").then().statusCode(200).body("nickname", equalTo("Mira"));
        String dice = "\ud83c\udfb2".repeat(80);
        guest(dice).then().statusCode(200).body("nickname", equalTo(dice));
    }

    @Test
    void tellsTheServersTimeSoThatAWrongClockIsNoHindrance() {
        String page = RestAssured.get(http.resolve("/api/page")).path("serverTime");
        String guest = guest("Mira").path("serverTime");
        for (String time : new String[] {page, guest}) {
            Duration off = Duration.between(Instant.parse(time), Instant.now()).abs();
            Assertions.assertTrue(off.toMinutes() < 5, time);
            Assertions.assertEquals(0, Instant.parse(time).getNano() % 1_000_000, time);
        }
    }

    private Response guest(String name) {
        return RestAssured.given()
                .contentType("application/json; charset=UTF-8")
                .body("{\"nickname\":\"" + name + "\"}")
                .post(http.resolve("/api/guest"));
    }

    @Test
    void aForeignOriginIsRefused() {
        RestAssured.given()
                .header("Origin", "https://evil.example")
                .get(http.resolve("/api/page"))
                .then()
                .statusCode(403);
    }
}
