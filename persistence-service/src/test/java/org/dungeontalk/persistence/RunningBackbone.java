package org.dungeontalk.persistence;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A Kafka and a PostgreSQL of a test class's own, for packaged services that it starts. */
abstract class RunningBackbone {

    private static Backbone backbone;
    private static Map<String, String> settings;

    @BeforeAll
    static void startBackbone() {
        backbone = new Backbone();
        settings = backbone.start();
    }

    @AfterAll
    static void stopBackbone() {
        backbone.stop();
    }

    /** What a service needs to find both. */
    static Map<String, String> settings() {
        return settings;
    }

    /** The same, and settings of the test's own. */
    static Map<String, String> settingsWith(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }
}
