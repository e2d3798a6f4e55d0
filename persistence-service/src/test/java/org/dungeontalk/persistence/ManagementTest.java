package org.dungeontalk.persistence;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.dungeontalk.testing.Contract;
import org.dungeontalk.testing.MetricsTable;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** The management port: probes, metrics, and the operator's requests. */
@QuarkusTest
@WithTestResource(Backbone.class)
class ManagementTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    @TestHTTPResource(value = "/openapi", management = true)
    URI openApi;

    @Test
    void namesItsMetricsWithTheirUnits() {
        String room = Bodies.room();
        try (Log log = new Log(Backbone.kafka().bootstrapServers())) {
            log.write("chat", room, Bodies.chat(room, "to be counted").toString());
            log.flush();
        }
        await().atMost(LIMIT).untilAsserted(this::allMetricsAreThere);
    }

    @Test
    void theReadmeHasEveryMetricWithItsTypeAndItsLabels() {
        await().atMost(LIMIT)
                .untilAsserted(() -> MetricsTable.assertTellsOf(given().get(metrics).asString()));
    }

    private void allMetricsAreThere() {
        given().get(metrics)
                .then()
                .statusCode(200)
                .body(containsString("dungeontalk_persistence_received_total"))
                .body(containsString("dungeontalk_persistence_stored_total"))
                .body(containsString("dungeontalk_persistence_duplicate_total"))
                .body(containsString("dungeontalk_persistence_dead_lettered_total"))
                .body(containsString("dungeontalk_persistence_batch_size_records_count"))
                .body(containsString("dungeontalk_persistence_write_seconds_bucket"))
                .body(containsString("dungeontalk_persistence_lag_records"))
                .body(containsString("dungeontalk_persistence_delay_seconds_bucket"))
                .body(away("log"))
                .body(away("log-partitions"))
                .body(away("log-transactions"));
    }

    private static Matcher<String> away(String dependency) {
        return containsString(
                "dungeontalk_persistence_dependency_away{dependency=\"" + dependency + "\"}");
    }

    @Test
    void isAliveWhileItsConsumerMoves() {
        given().get(live)
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("consumption"))
                .body("status", equalTo("UP"));
    }

    @Test
    void describesItsEndpointsToOperatorsOnly() {
        given().get(openApi)
                .then()
                .statusCode(200)
                .body(containsString("/api/chat/room/{roomId}/messages"))
                .body(not(containsString("ContainerRequestContext")));
        for (String path : new String[] {"/q/openapi", "/q/metrics", "/q/health"}) {
            given().get(path).then().statusCode(404);
        }
    }

    @Test
    void describesItsEndpointsAsTheContractDoes() throws IOException {
        ObjectMapper yaml = new YAMLMapper();
        assertEquals(
                yaml.readTree(Contract.openApi("persistence")),
                yaml.readTree(given().get(openApi).asString()));
    }
}
