package org.dungeontalk.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.local.regions.Regions;
import org.dungeontalk.local.stack.Stack;

/** Runs rows by name, on their own stacks, and prints a line for each. */
final class Rows {

    private static final Map<String, Fault> OF_ONE_STACK = new LinkedHashMap<>();
    private static final Map<String, OwnStackFault> OF_THEIR_OWN_STACKS =
            Map.of(
                    "K6",
                    new DiskFull(),
                    "K7",
                    new BrokerLink(),
                    "Z4",
                    new PrimarySwitched(),
                    "Z6",
                    new Upgraded(),
                    "Z8",
                    new ClockJumps(),
                    "Z9",
                    new KeysRotated());
    private static final Map<String, RegionsFault> OF_REGIONS =
            Map.of("R3", new RegionLost(), "Z7", new MirrorStopped());

    static {
        OF_ONE_STACK.put("W1", new NeverReads());
        OF_ONE_STACK.put("W2", new Flood());
        OF_ONE_STACK.put("W3", new HalfOpen());
        OF_ONE_STACK.put("W4", new SlowHandshake());
        OF_ONE_STACK.put("W5", new BadClients(Cases.tooLarge()));
        OF_ONE_STACK.put("W6", new BadClients(AutobahnTable.groups("1", "2", "3", "4", "5", "7")));
        OF_ONE_STACK.put("W7", new BadClients(AutobahnTable.groups("6")));
        OF_ONE_STACK.put("W8", new BadClients(Cases.deflate()));
        OF_ONE_STACK.put("W9", new BadClients(Cases.malformed()));
        OF_ONE_STACK.put("W10", new Intrusions(IntrusionCases.tokens()));
        OF_ONE_STACK.put("W11", new Intrusions(IntrusionCases.rulings()));
        OF_ONE_STACK.put("W12", new Intrusions(IntrusionCases.identities()));
        OF_ONE_STACK.put("W13", new ManyConnections());
        OF_ONE_STACK.put("W14", new Intrusions(IntrusionCases.texts()));
        OF_ONE_STACK.put("W15", Strangers.LONG);
        OF_ONE_STACK.put("W16", new LargeRoom());
        OF_ONE_STACK.put("W17", new HostileInput(HostileUnits::frames));
        OF_ONE_STACK.put("W18", new HostileInput(HostileUnits::sessions));
        OF_ONE_STACK.put("W19", new HostileInput(HostileUnits::requests));
        OF_ONE_STACK.put("G1", new GatewayKilled());
        OF_ONE_STACK.put("G2", new RollingRestart());
        OF_ONE_STACK.put("G3", new ClockSkew());
        OF_ONE_STACK.put("G4", new Starved());
        OF_ONE_STACK.put("G5", new KilledAgainAndAgain());
        OF_ONE_STACK.put("K1", BrokersLost.leaderKilled());
        OF_ONE_STACK.put("K2", BrokersLost.leaderHangs());
        OF_ONE_STACK.put("K3", BrokersLost.leaderBounced());
        OF_ONE_STACK.put("K4", BrokersLost.majorityAway());
        OF_ONE_STACK.put("K5", BrokersLost.allAway());
        OF_ONE_STACK.put("Z1", new Zombies());
        OF_ONE_STACK.put("Z2", new TopicChanged());
        OF_ONE_STACK.put("Z3", new RecordsCorrupted());
        OF_ONE_STACK.put("Z5", BrokersLost.allInTurn());
        OF_ONE_STACK.put("Z10", new LogDiskFull());
        OF_ONE_STACK.put("R1", new ResumedFromLog());
        OF_ONE_STACK.put("R2", new ResumedAtOnce());
        OF_ONE_STACK.put("Z11", new KilledInTurn());
    }

    private Rows() {}

    /** Every row's name: by letter, then by number. */
    static List<String> names() {
        return Stream.of(OF_ONE_STACK, OF_THEIR_OWN_STACKS, OF_REGIONS, PersistenceRow.ROWS)
                .flatMap(rows -> rows.keySet().stream())
                .sorted(
                        Comparator.comparing((String row) -> row.charAt(0))
                                .thenComparing(row -> Integer.valueOf(row.substring(1))))
                .toList();
    }

    /**
     * Blocks until every row has run.
     *
     * @param rows some of {@link #names}
     * @return whether all rows held
     */
    static boolean run(List<String> rows) throws Exception {
        boolean held = true;
        for (String row : rows) {
            if (OF_REGIONS.containsKey(row)) {
                held &= runInRegions(row);
            } else if (OF_THEIR_OWN_STACKS.containsKey(row)) {
                held &= runWithItsOwnStack(row);
            }
        }
        Map<StackKey, List<String>> byStack =
                rows.stream()
                        .filter(OF_ONE_STACK::containsKey)
                        .collect(
                                Collectors.groupingBy(
                                        row -> StackKey.of(row, OF_ONE_STACK.get(row)),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        for (List<String> alike : byStack.values()) {
            held &= runOnOneStack(alike);
        }
        List<String> persistence = rows.stream().filter(PersistenceRow.ROWS::containsKey).toList();
        return held & (persistence.isEmpty() || runInPersistence(persistence));
    }

    /**
     * The rows that share a stack: those with one gateway and the same settings, because bad
     * clients leave it unchanged.
     */
    private record StackKey(String alone, boolean limits, Map<String, String> settings) {

        static StackKey of(String row, Fault fault) {
            return new StackKey(
                    fault.gateways() == 1 ? null : row, fault.limits(), fault.settings());
        }
    }

    private static boolean runOnOneStack(List<String> rows) throws Exception {
        Fault first = OF_ONE_STACK.get(rows.get(0));
        return inDirectory(
                data -> {
                    boolean held = true;
                    try (Stack stack =
                            WholeStack.start(
                                    data,
                                    first.gateways(),
                                    first.brokers(),
                                    first.limits(),
                                    first.settings())) {
                        for (String row : rows) {
                            held &= tell(row, OF_ONE_STACK.get(row).run(stack));
                        }
                    }
                    return held;
                });
    }

    private static boolean runWithItsOwnStack(String row) throws Exception {
        return inDirectory(data -> tell(row, OF_THEIR_OWN_STACKS.get(row).run(data)));
    }

    private static boolean runInRegions(String row) throws Exception {
        return inDirectory(
                data -> {
                    try (Regions regions = WholeStack.regions(data)) {
                        return tell(row, OF_REGIONS.get(row).run(regions));
                    }
                });
    }

    /** A run of rows in a directory; answers whether they held. */
    private interface Run {

        boolean in(Path data) throws Exception;
    }

    /** Runs them in a new directory, which is kept if they do not hold. */
    private static boolean inDirectory(Run run) throws Exception {
        Path data = Files.createTempDirectory("dungeontalk-fault-");
        boolean held = false;
        try {
            held = run.in(data);
            return held;
        } finally {
            if (held) {
                delete(data);
            } else {
                System.err.println("Logs and data are kept in " + data);
            }
        }
    }

    private static boolean runInPersistence(List<String> rows) throws Exception {
        if (!PersistenceRow.packageService()) {
            return false;
        }
        boolean held = true;
        for (String row : rows) {
            PersistenceRow test = PersistenceRow.ROWS.get(row);
            boolean passed = test.run();
            held &= tell(row, new RowResult(passed, String.join(" ", test.settings())));
        }
        return held;
    }

    private static boolean tell(String row, RowResult result) {
        System.out.println(row + (result.held() ? " held: " : " MISSED: ") + result.text());
        return result.held();
    }

    private static void delete(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Left behind: " + data);
        }
    }
}
