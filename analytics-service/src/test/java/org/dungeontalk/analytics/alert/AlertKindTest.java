package org.dungeontalk.analytics.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kind of alert has its word in the contract, on the dashboard and in the README. */
class AlertKindTest {
    private static final Path WORDS =
            Path.of("src/main/resources/META-INF/resources/dashboard/words");

    private static final List<String> KINDS =
            Arrays.stream(AlertKind.values()).map(AlertKind::word).sorted().toList();

    @Test
    void theSchemaOfAlertsHasEveryKindAndNoOther() throws IOException {
        JsonNode schema =
                new ObjectMapper()
                        .readTree(
                                Files.readString(
                                        Path.of("../docs/contract/schemas/game-alert.json")));
        List<String> kinds =
                StreamSupport.stream(schema.at("/properties/kind/enum").spliterator(), false)
                        .map(JsonNode::textValue)
                        .sorted()
                        .toList();
        assertEquals(KINDS, kinds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"english.js", "korean.js"})
    void theDashboardNamesEveryKind(String language) throws IOException {
        String words = Files.readString(WORDS.resolve(language));
        KINDS.forEach(kind -> assertTrue(words.contains("'kind." + kind + "':"), kind));
    }

    @Test
    void theReadmeSaysWhenEachKindIsRaised() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        KINDS.forEach(kind -> assertTrue(readme.contains("\n| `" + kind + "` |"), kind));
    }
}
