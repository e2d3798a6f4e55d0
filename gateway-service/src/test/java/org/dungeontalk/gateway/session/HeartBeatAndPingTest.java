package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.dungeontalk.gateway.GatewayInfrastructure;
import org.dungeontalk.gateway.Tokens;
import org.dungeontalk.gateway.WireClient;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.junit.jupiter.api.Test;

/** A hidden page can't beat in time, but its browser answers pings. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(HeartBeatAndPingTest.ShortTimeouts.class)
class HeartBeatAndPingTest {

    /** Also of {@link SilentClientTest}. A connection without a byte ends after 8 s. */
    public static class ShortTimeouts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.stomp.ping", "1s", "quarkus.http.idle-timeout", "8s");
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Test
    void whoAnswersPingsButDoesNotBeatStays() throws IOException {
        try (WireClient hidden = connected("3000,3000")) {
            assertTrue(hidden.livesAndAnswers(Duration.ofSeconds(10)));
        }
    }

    @Test
    void anIntervalShorterThanThePingsIsAskedForInTime() throws IOException {
        try (WireClient hidden = connected("1000,0")) {
            assertTrue(hidden.livesAndAnswers(Duration.ofSeconds(8)));
        }
    }

    @Test
    void whoAnswersNothingIsClosed() throws IOException {
        try (WireClient gone = connected("3000,0")) {
            gone.await(f -> f.first() == WireClient.PING);
            assertEquals(CloseCode.SILENT.code(), gone.awaitClose());
        }
    }

    @Test
    void whoAgreedOnNoBeatsIsPingedSoThatNoProxyCutsItAndNoOftenerThanThat() throws IOException {
        long begun = System.nanoTime();
        try (WireClient quiet = connected("0,0")) {
            for (int i = 0; i < 3; i++) {
                quiet.await(f -> f.first() == WireClient.PING);
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue(millis >= 2_900, "three pings of one a second after " + millis + " ms");
    }

    @Test
    void whoSpeaksAndHearsNothingIsPingedToo() throws IOException {
        try (WireClient speaker = connected("0,0")) {
            for (int i = 0; i < 10; i++) {
                speaker.frame(WireClient.TEXT, "\n");
            }
            speaker.await(f -> f.first() == WireClient.PING);
        }
    }

    private WireClient connected(String beats) throws IOException {
        return WireClient.connected(http.getPort(), Tokens.of("mira"), beats);
    }
}
