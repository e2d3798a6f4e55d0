package org.dungeontalk.faults.check;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the checker found.
 *
 * @param findings no entry for a violation that has no case
 */
public record Verdict(Map<Violation, Finding> findings) {

    /** Nothing was found. */
    public static final Verdict CLEAN = new Verdict(Map.of());

    public Verdict {
        Map<Violation, Finding> sorted = new EnumMap<>(Violation.class);
        sorted.putAll(findings);
        findings = Collections.unmodifiableMap(sorted);
    }

    public boolean isClean() {
        return findings.isEmpty();
    }

    /** Number of cases of a violation. */
    public long count(Violation violation) {
        return findings.containsKey(violation) ? findings.get(violation).count() : 0;
    }

    /** What either found. */
    public Verdict and(Verdict other) {
        Map<Violation, Finding> all = new EnumMap<>(Violation.class);
        all.putAll(findings);
        other.findings.forEach((violation, finding) -> all.merge(violation, finding, Finding::and));
        return new Verdict(all);
    }

    /** The count of every violation: {@code lost 0, duplicate 0, …}. */
    public String counts() {
        return Arrays.stream(Violation.values())
                .map(violation -> violation.text() + " " + count(violation))
                .collect(Collectors.joining(", "));
    }

    /** The first case of each violation, one to a line; empty if there is none. */
    public String firstCases() {
        return findings.entrySet().stream()
                .map(
                        found ->
                                "\n  first %s: %s"
                                        .formatted(
                                                found.getKey().text(),
                                                found.getValue().first().text()))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return counts() + firstCases();
    }
}
