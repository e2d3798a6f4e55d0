package org.dungeontalk.local.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dungeontalk.local.regions.Regions;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.system.WholeStack;

/** Runs rows by name, on stacks of their own, and prints a line for each. */
public final class Faults {

    private static final Map<String, Fault> ROWS = new LinkedHashMap<>();
    private static final Map<String, RegionsFault> ROWS_OF_REGIONS = Map.of("R3", new RegionLost());
    private static final Logger ROOT = Logger.getLogger("");

    static {
        ROWS.put("W1", new NeverReads());
        ROWS.put("W2", new Flood());
        ROWS.put("W3", new HalfOpen());
        ROWS.put("W4", new SlowHandshake());
        ROWS.put("W5", new BadClients(Cases.tooLarge()));
        ROWS.put("W6", new BadClients(Cases.protocolErrors()));
        ROWS.put("W7", new BadClients(Cases.notUtf8()));
        ROWS.put("W8", new BadClients(Cases.deflate()));
        ROWS.put("W9", new BadClients(Cases.malformed()));
        ROWS.put("W13", new ManyConnections());
        ROWS.put("W15", Strangers.LONG);
        ROWS.put("G1", new GatewayKilled());
        ROWS.put("G2", new RollingRestart());
        ROWS.put("G5", new KilledAgainAndAgain());
        ROWS.put("R1", new ResumedFromLog());
        ROWS.put("R2", new ResumedAtOnce());
    }

    private Faults() {}

    /**
     * @param rows names such as {@code W1}; exit code 0: all held, 1: one did not, 2: unknown row
     */
    public static void main(String[] rows) throws Exception {
        ROOT.setLevel(Level.OFF);
        List<String> unknown =
                Arrays.stream(rows)
                        .filter(row -> !ROWS.containsKey(row) && !ROWS_OF_REGIONS.containsKey(row))
                        .toList();
        if (!unknown.isEmpty()) {
            System.err.println(
                    "There is no row %s but: %s %s"
                            .formatted(unknown, ROWS.keySet(), ROWS_OF_REGIONS.keySet()));
            System.exit(2);
        }
        boolean held = true;
        for (String row : rows) {
            if (ROWS_OF_REGIONS.containsKey(row)) {
                held &= runInRegions(row);
            }
        }
        Map<Boolean, List<String>> byGateways =
                Arrays.stream(rows)
                        .filter(ROWS::containsKey)
                        .collect(Collectors.partitioningBy(row -> ROWS.get(row).gateways() == 1));
        if (!byGateways.get(true).isEmpty()) {
            held &= run(byGateways.get(true));
        }
        for (String row : byGateways.get(false)) {
            held &= run(List.of(row));
        }
        System.exit(held ? 0 : 1);
    }

    /** Bad clients leave a stack as it was, so their rows share one. */
    private static boolean run(List<String> rows) throws Exception {
        Fault first = ROWS.get(rows.get(0));
        Path data = Files.createTempDirectory("dungeontalk-fault-");
        boolean held = true;
        try (Stack stack = WholeStack.start(data, first.gateways(), 1, first.limits())) {
            for (String row : rows) {
                held &= tell(row, ROWS.get(row).run(stack));
            }
        } finally {
            delete(data);
        }
        return held;
    }

    private static boolean runInRegions(String row) throws Exception {
        Path data = Files.createTempDirectory("dungeontalk-fault-");
        try (Regions regions = WholeStack.regions(data)) {
            return tell(row, ROWS_OF_REGIONS.get(row).run(regions));
        } finally {
            delete(data);
        }
    }

    private static boolean tell(String row, Figure figure) {
        System.out.println(row + (figure.held() ? " held: " : " MISSED: ") + figure.text());
        return figure.held();
    }

    private static void delete(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Left behind: " + data);
        }
    }
}
