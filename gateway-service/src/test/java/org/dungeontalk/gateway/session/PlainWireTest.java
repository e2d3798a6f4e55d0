package org.dungeontalk.gateway.session;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/**
 * The same rooms through the plain fall-back: the framework frames every message for every member.
 */
@QuarkusTest
@TestProfile(PlainWireTest.NoSharedFrames.class)
class PlainWireTest extends RoomTest {

    public static class NoSharedFrames implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dungeontalk.outbound.shared-frames", "false");
        }
    }
}
