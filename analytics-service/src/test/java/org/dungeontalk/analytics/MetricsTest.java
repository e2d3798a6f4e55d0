package org.dungeontalk.analytics;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Instant;
import org.dungeontalk.testing.MetricsTable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stack.class)
class MetricsTest extends ServiceTest {

    @TestHTTPResource(value = "/metrics", management = true)
    URI shown;

    @Test
    void theReadmeHasEveryMetricWithItsTypeAndItsLabels() {
        String room = newRoom();
        LogWriter.await(writer.talk(room, "mira", Instant.now()));
        awaitMessages(room, 1);
        MetricsTable.assertTellsOf(given().get(shown).asString());
    }
}
