package org.dungeontalk.gateway.session;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.dungeontalk.gateway.GatewayInfrastructure;

/** A client that never reads is let go after a time, however little waits for it. */
@QuarkusTest
@WithTestResource(GatewayInfrastructure.class)
@TestProfile(StalledClientTest.LargeQueues.class)
class StalledClientTest extends SlowClientTest {

    /** The time alone lets a client go. */
    public static class LargeQueues implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.outbound.queue-bytes", "100000000");
        }
    }
}
