package org.dungeontalk.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionHeaderTest {

    @Test
    void marksAMessageWithItsRegion() {
        Headers headers = new RecordHeaders();
        new RegionHeader(Optional.of("region-a")).mark(headers);
        assertArrayEquals(
                "region-a".getBytes(UTF_8), headers.lastHeader("origin-region-a").value());
    }

    @Test
    void marksNothingWhereThereIsOneRegion() {
        Headers headers = new RecordHeaders();
        new RegionHeader(Optional.empty()).mark(headers);
        assertEquals(0, headers.toArray().length);
    }

    @Test
    void takesANameOfFortyCharacters() {
        Headers headers = new RecordHeaders();
        new RegionHeader(Optional.of("a".repeat(40))).mark(headers);
        assertEquals(1, headers.toArray().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Region",
                "-a",
                "a-",
                "a.b",
                "ä",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesWhatIsNoName(String name) {
        assertThrows(IllegalArgumentException.class, () -> new RegionHeader(Optional.of(name)));
    }
}
