package org.dungeontalk.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Maven;

/** A benchmark in the test classes of a service. */
sealed interface Benchmark {

    /** Every benchmark, by its name. */
    Map<String, Benchmark> ALL =
            new TreeMap<>(
                    Map.of(
                            "ingest", new OfPersistence("IngestBench#storesAMillionMessages"),
                            "light", new OfPersistence("IngestBench#storesAMessageAtATime"),
                            "history", new OfPersistence("HistoryBench"),
                            "detection", new OfAnalytics("DetectionBench", List.of()),
                            "counting", new OfAnalytics("ServiceBench", List.of("1000000", "50")),
                            "reading", new OfAnalytics("ReadingBench", List.of("250000", "5"))));

    /**
     * Blocks until the benchmark has ended, and prints its figures.
     *
     * @param arguments replace the default ones if not empty
     * @param settings system properties
     * @return whether it completed
     */
    boolean run(List<String> arguments, Map<String, String> settings)
            throws IOException, InterruptedException;

    /** Most arguments that it takes. */
    int arguments();

    /** Whether it can use this argument. */
    boolean accepts(String argument);

    private static List<String> properties(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** A test of persistence-service, with the service's heap and collector of production. */
    record OfPersistence(String test) implements Benchmark {

        @Override
        public int arguments() {
            return 0;
        }

        @Override
        public boolean accepts(String argument) {
            return false;
        }

        @Override
        public boolean run(List<String> arguments, Map<String, String> settings)
                throws IOException, InterruptedException {
            Path service = DataOption.projectRoot().resolve("persistence-service");
            List<String> call = new ArrayList<>(List.of("-Dit.test=" + test));
            call.add("-Dservice.jvm=-Xmx384m -XX:+UseG1GC");
            call.add("-Dkafka.jvm=");
            call.addAll(properties(settings));
            call.addAll(List.of("failsafe:integration-test", "failsafe:verify"));
            return Maven.packageWithTests(service)
                    && Maven.run(service, call, Pattern.compile("ERROR"));
        }
    }

    /**
     * A program in the test classes of analytics-service.
     *
     * @param usual arguments, all numbers; without them, its arguments are a file and a seed
     */
    record OfAnalytics(String program, List<String> usual) implements Benchmark {

        @Override
        public int arguments() {
            return 2;
        }

        @Override
        public boolean accepts(String argument) {
            return usual.isEmpty() || argument.matches("[1-9][0-9]{0,8}");
        }

        @Override
        public boolean run(List<String> arguments, Map<String, String> settings)
                throws IOException, InterruptedException {
            Path service = DataOption.projectRoot().resolve("analytics-service");
            Path libraries = service.resolve("target/bench.classpath");
            boolean built =
                    Maven.packageWithTests(
                            service,
                            "dependency:build-classpath",
                            "-DincludeScope=test",
                            "-Dmdep.outputFile=" + libraries);
            if (!built) {
                return false;
            }
            List<String> call = properties(settings);
            call.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            String own =
                    service.resolve("target/test-classes")
                            + ":"
                            + service.resolve("target/classes");
            call.addAll(List.of("-cp", own + ":" + Files.readString(libraries).trim()));
            call.add("org.dungeontalk.analytics.bench." + program);
            (arguments.isEmpty() ? usual : arguments)
                    .forEach(argument -> call.add(absolute(argument)));
            return new ProcessBuilder(call)
                            .directory(service.toFile())
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        }

        /** File names are relative to the directory of the call. */
        private static String absolute(String argument) {
            Path file = Path.of(argument);
            return Files.exists(file) ? file.toAbsolutePath().toString() : argument;
        }
    }
}
