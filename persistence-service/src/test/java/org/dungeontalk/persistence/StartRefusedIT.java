package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service does not start without a key to verify tokens. */
class StartRefusedIT extends RunningBackbone {

    @Test
    void refusesALocalSecretInProduction() {
        try (PackagedService service = new PackagedService("prod", settings())) {
            assertTrue(service.outputOfItsEnd().contains("is a local development secret"));
        }
    }

    @Test
    void refusesToRunWithoutAKey() {
        Map<String, String> keyless = new HashMap<>(settings());
        keyless.remove("dungeontalk.token.secret");
        try (PackagedService service = new PackagedService("prod", keyless)) {
            assertTrue(service.outputOfItsEnd().contains("No key to verify tokens with"));
        }
    }
}
