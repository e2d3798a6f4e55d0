package org.dungeontalk.persistence.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RevocationsSettingsTest {

    @Test
    void theReaderNeitherCreatesTheTopicNorMissesItsPartitionsForMinutes() {
        Map<String, Object> settings =
                Revocations.settings(Map.of("bootstrap.servers", "here:9092", "group.id", "other"));
        assertEquals(false, settings.get("allow.auto.create.topics"));
        assertEquals(30_000, settings.get("metadata.max.age.ms"));
        assertEquals(null, settings.get("group.id"));
        assertEquals("here:9092", settings.get("bootstrap.servers"));
    }
}
