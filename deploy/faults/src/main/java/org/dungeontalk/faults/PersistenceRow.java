package org.dungeontalk.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Maven;

/**
 * A row that a test of persistence-service runs in a long form, with its own Kafka and PostgreSQL
 * (fsync on). Maven runs it, because it needs the service's test classes. {@code mvn verify} runs a
 * shorter form.
 *
 * @param goals Maven's goals
 * @param settings the test and its length
 */
record PersistenceRow(List<String> goals, List<String> settings) {

    /** Every row, by name. */
    static final Map<String, PersistenceRow> ROWS =
            Map.of(
                    "K8", integrationTest("RebalanceStormIT", "-Dfault.rounds=20"),
                    "K9", integrationTest("ServiceKilledIT", "-Dfault.rounds=20"),
                    "K10", test("PoisonTest"),
                    "K11", test("OnceTest"),
                    "K12", integrationTest("LagIT", "-Dfault.messages=100000"),
                    "P1", test("PostgresStoppedTest"),
                    "P2",
                            integrationTest(
                                    "PostgresHangsIT",
                                    "-Dfault.seconds=60",
                                    "-Dfault.messages=200000"),
                    "P3", integrationTest("PostgresFullIT"));

    private static final Pattern RESULTS = Pattern.compile("Tests run:.*Time|BUILD");

    /** A fault that kills or stops whole processes. */
    private static PersistenceRow integrationTest(String test, String... settings) {
        return new PersistenceRow(
                List.of("failsafe:integration-test", "failsafe:verify"),
                Stream.concat(Stream.of("-Dit.test=" + test), Stream.of(settings)).toList());
    }

    /** A fault that one process survives. */
    private static PersistenceRow test(String test) {
        return new PersistenceRow(List.of("test"), List.of("-Dtest=" + test));
    }

    /** Packages the service with its tests. */
    static boolean packageService() throws Exception {
        return Maven.packageWithTests(service());
    }

    /** Blocks until the test has ended, and prints its results. Returns whether it passed. */
    boolean run() throws Exception {
        return Maven.run(
                service(), Stream.concat(goals.stream(), settings.stream()).toList(), RESULTS);
    }

    private static Path service() {
        return DataOption.projectRoot().resolve("persistence-service");
    }
}
