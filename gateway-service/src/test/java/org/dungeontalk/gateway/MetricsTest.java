package org.dungeontalk.gateway;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.dungeontalk.testing.MetricsTable;
import org.junit.jupiter.api.Test;

/** The figures add up, and gauges go back to zero. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
class MetricsTest {

    @TestHTTPResource("/")
    URI http;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Inject MeterRegistry registry;

    @Test
    void receivedIsAcceptedAndRefusedTogetherAndGaugesSettleAtZero() {
        String room = "counted-" + UUID.randomUUID();
        double received = count("received");
        double accepted = count("accepted");
        double refused = refusedSends();
        double delivered = count("delivered");
        long receipts = timer("receipt").count();
        long deliveries = timer("delivery").count();
        try (RawClient mira = RawClient.connected(http.getPort(), Tokens.of(room));
                RawClient tomas = RawClient.connected(http.getPort(), Tokens.of(room))) {
            mira.subscribe("s", "/sub/chat/room/" + room);
            tomas.subscribe("s", "/sub/chat/room/" + room);
            mira.send("SUBSCRIBE\nid:x\nreceipt:nowhere\ndestination:/sub/nowhere\n\n\0");
            mira.awaitRefusal("nowhere");
            for (int i = 0; i < 5; i++) {
                mira.talk(room, "good" + i, "hello");
                mira.awaitReceipt("good" + i);
                mira.publish("/pub/chat/send", "bad" + i, "{");
                mira.awaitRefusal("bad" + i);
            }
            Awaitility.await().until(() -> count("delivered") == delivered + 10);
        }
        assertEquals(10, count("received") - received);
        assertEquals(5, count("accepted") - accepted);
        assertEquals(5, refusedSends() - refused);
        assertEquals(5, timer("receipt").count() - receipts);
        Awaitility.await().until(() -> timer("delivery").count() == deliveries + 5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> gauge("rooms") == 0 && gauge("sessions") == 0);
        assertEquals(0, gauge("log.inflight"));
    }

    @Test
    void theManagementPortShowsMetricsAndReadiness() {
        RestAssured.get(metrics)
                .then()
                .statusCode(200)
                .body(containsString("dungeontalk_gateway_log_partitions"))
                .body(containsString("dungeontalk_gateway_receipt_seconds_bucket{le=\"0.005\"}"))
                .body(containsString("dungeontalk_gateway_delivery_seconds_bucket{le=\"0.005\"}"));
        RestAssured.get(ready).then().statusCode(200).body(containsString("\"partitions\": 30"));
        assertEquals(404, RestAssured.get(http.resolve("/q/metrics")).statusCode());
    }

    @Test
    void theReadmeHasEveryMetricWithItsTypeAndItsLabels() {
        MetricsTable.assertTellsOf(RestAssured.get(metrics).asString());
    }

    private double count(String what) {
        return registry.get("dungeontalk.gateway.messages." + what).functionCounter().count();
    }

    private Timer timer(String what) {
        return registry.get("dungeontalk.gateway." + what).timer();
    }

    private double gauge(String what) {
        return registry.get("dungeontalk.gateway." + what).gauge().value();
    }

    private double refusedSends() {
        return Search.in(registry)
                .name("dungeontalk.gateway.messages.refused")
                .tag("frame", "SEND")
                .counters()
                .stream()
                .mapToDouble(c -> c.count())
                .sum();
    }
}
