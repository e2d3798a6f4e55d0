package org.dungeontalk.persistence.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast parser accepts the same instants as the JDK. */
class InstantParserTest {

    private static final String USUAL = "2026-11-22T18:04:05.123Z";
    private static final String CHARACTERS = "0123456789-:.TZtz +";

    @ParameterizedTest
    @ValueSource(
            strings = {
                USUAL,
                "0000-01-01T00:00:00.000Z",
                "9999-12-31T23:59:59.999Z",
                "2024-02-29T12:00:00.000Z",
                "2026-02-29T12:00:00.000Z",
                "2026-13-01T12:00:00.000Z",
                "2026-01-00T12:00:00.000Z",
                "2026-01-01T24:00:00.000Z",
                "2026-01-01T24:00:00.001Z",
                "2026-01-01T12:60:00.000Z",
                "2026-12-31T23:59:60.000Z",
                "2026-11-22T18:04:05Z",
                "2026-11-22T18:04:05.123456789Z",
                "2026-11-22T18:04:05.123456+09:00",
                "-026-11-22T18:04:05.123Z",
                "٢٠٢٦-11-22T18:04:05.123Z",
                "2026-11-22t18:04:05.123z",
                "",
                "Z"
            })
    void readsWhatTheLibraryReadsAndRefusesTheRest(String text) {
        assertEquals(read(Instant::parse, text), read(InstantParser::parse, text));
    }

    @Test
    void readsAnyInstantOfTheContractAsTheLibraryDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochMilli(random.nextLong(-62_135_596_800_000L, 1L << 47));
            assertEquals(instant, InstantParser.parse(instant.toString()));
        }
    }

    @Test
    void agreesWithTheLibraryWhateverCharacterIsWrong() {
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(USUAL);
            for (int wrong = random.nextInt(1, 4); wrong > 0; wrong--) {
                char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
                text.setCharAt(random.nextInt(USUAL.length()), other);
            }
            String changed = text.toString();
            assertEquals(
                    read(Instant::parse, changed), read(InstantParser::parse, changed), changed);
        }
    }

    private static Optional<Instant> read(Function<String, Instant> parser, String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException refused) {
            return Optional.empty();
        }
    }
}
