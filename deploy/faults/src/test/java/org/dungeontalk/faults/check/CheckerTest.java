package org.dungeontalk.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Judges the histories of the table {@code histories.txt}. Each guilty one has one violation and no
 * other. The innocent ones below it are as near to it as the guarantees allow.
 */
class CheckerTest {

    private static final String INNOCENT = "innocent";

    /**
     * A row of the table.
     *
     * @param violation empty: innocent
     * @param subject of the first case
     */
    private record Row(String violation, String subject, long count, String history, String what) {

        static Row of(String line) {
            String[] cells = line.split(" *\\| *");
            String[] found = cells[1].split("\\*");
            return new Row(
                    cells[0],
                    found[0],
                    found.length == 2 ? Long.parseLong(found[1]) : 1,
                    cells[2],
                    cells[3]);
        }

        boolean isInnocent() {
            return violation.equals(INNOCENT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guilty")
    void findsTheOneViolation(Row row) {
        Verdict verdict = verdict(row);
        Violation expected = Violation.valueOf(word(row.violation));
        assertEquals(Set.of(expected), verdict.findings().keySet(), verdict::toString);
        Finding finding = verdict.findings().get(expected);
        assertEquals(row.subject, finding.first().subject(), verdict::toString);
        assertEquals(row.count, finding.count(), verdict::toString);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("innocent")
    void accusesNoInnocentHistory(Row row) {
        Verdict verdict = verdict(row);
        assertTrue(verdict.isClean(), verdict::toString);
    }

    @Test
    void hasAtLeastAHundredGuiltyHistoriesAndSomeOfEachKind() {
        Map<String, Long> rows =
                table().collect(Collectors.groupingBy(Row::violation, Collectors.counting()));
        for (Violation violation : Violation.values()) {
            assertTrue(rows.getOrDefault(violation.text(), 0L) >= 12, violation + " " + rows);
        }
        assertTrue(rows.get(INNOCENT) >= 60, rows::toString);
        assertTrue(guilty().count() >= 100, rows::toString);
        List<String> histories = table().map(Row::history).toList();
        assertEquals(histories.size(), histories.stream().distinct().count());
    }

    private static Verdict verdict(Row row) {
        return new Checker(Notation.history(row.history)).check();
    }

    private static String word(String text) {
        return text.toUpperCase(Locale.ROOT).replace(' ', '_');
    }

    static Stream<Arguments> guilty() {
        return table().filter(row -> !row.isInnocent()).map(CheckerTest::named);
    }

    static Stream<Arguments> innocent() {
        return table().filter(Row::isInnocent).map(CheckerTest::named);
    }

    private static Arguments named(Row row) {
        return Arguments.of(Named.of(row.violation + ": " + row.what + "  " + row.history, row));
    }

    private static Stream<Row> table() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                CheckerTest.class.getResourceAsStream("histories.txt"),
                                StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> line.contains("|") && !line.startsWith("#"))
                    .map(Row::of)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
