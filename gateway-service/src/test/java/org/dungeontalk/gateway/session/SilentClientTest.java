package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.junit.jupiter.api.Test;

/** Clients that agreed on no heart-beats. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(HeartBeatAndPingTest.ShortTimeouts.class)
class SilentClientTest {

    @TestHTTPResource("/")
    URI http;

    @Test
    void whoAnswersNoPingIsCutOff() throws IOException {
        try (WireClient gone = connected()) {
            gone.await(f -> f.first() == WireClient.PING);
            assertEquals(WireClient.CUT, gone.awaitClose());
        }
    }

    @Test
    void whoAnswersPingsStays() throws IOException {
        try (WireClient quiet = connected()) {
            assertTrue(quiet.livesAndAnswers(Duration.ofSeconds(14)));
        }
    }

    private WireClient connected() throws IOException {
        return WireClient.connected(http.getPort(), Tokens.of("mira"), "0,0");
    }
}
