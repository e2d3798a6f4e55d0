package org.dungeontalk.faults;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one unit cost the gateway.
 *
 * @param bytes that the gateway read
 * @param units that were sent
 * @param seconds that it took
 * @param cpu nanoseconds, without those of the honest players
 * @param peakMebibytes growth of the process at its peak
 * @param mebibytesInUse growth of what is in use after a collection, while the clients are
 *     connected
 * @param quiet the honest players' p99 before, in nanoseconds
 * @param beside their p99 meanwhile
 * @param limits that acted
 * @param answers how often each HTTP status, close code or cut came
 */
record HostileCost(
        HostileUnit unit,
        long bytes,
        long units,
        double seconds,
        double cpu,
        long peakMebibytes,
        long mebibytesInUse,
        long quiet,
        long beside,
        String limits,
        Map<String, Integer> answers) {

    static final String HEADER =
            "| unit | connections × units/s | bytes of a unit | KB/s read | CPU of a byte, ns |"
                    + " × good | CPU of a unit, µs | allowed a second | then of a core |"
                    + " process, MiB | in use, MiB | p99 of the others before → meanwhile, ms |"
                    + " limits that acted | answers |\n"
                    + "|---".repeat(14)
                    + "|";

    /** The line of the table. */
    String line(HostileCost good) {
        return "| %s | %d × %.0f | %.0f | %.1f | %.0f | %.1f | %.1f | %d of %s | %.2f %% | %+d | %+d | %.1f → %.1f | %s | %s |"
                .formatted(
                        unit.name(),
                        unit.connections(),
                        unit.perSecond(),
                        size(),
                        bytes / seconds / 1e3,
                        perByte(),
                        perByte() / good.perByte(),
                        ofUnit() / 1e3,
                        unit.allowed(),
                        (unit.of().equals("address") ? "an " : "a ") + unit.of(),
                        100 * ofUnit() * unit.allowed() / 1e9,
                        peakMebibytes,
                        mebibytesInUse,
                        quiet / 1e6,
                        beside / 1e6,
                        limits.isEmpty() ? "–" : limits,
                        answers.entrySet().stream()
                                .map(e -> e.getKey() + ": " + e.getValue())
                                .collect(Collectors.joining(", ")));
    }

    private double ofUnit() {
        return perByte() * size();
    }

    private double perByte() {
        return cpu / bytes;
    }

    private double size() {
        return (unit.bytes().of(0, 1).length + unit.bytes().of(0, 2).length) / 2.0;
    }
}
