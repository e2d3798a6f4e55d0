package org.dungeontalk.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentKilledIT {

    @TempDir Path directory;

    @Test
    void leavesNeitherABrokerNorADatabaseBehind() throws Exception {
        Process parent =
                new ProcessBuilder(
                                ChildJvm.java(),
                                "-Djava.util.logging.config.file="
                                        + System.getProperty("java.util.logging.config.file", ""),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<ProcessHandle> children = List.of();
        try (BufferedReader said = parent.inputReader()) {
            children =
                    Arrays.stream(said.readLine().split(" "))
                            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                            .toList();
            assertEquals(2, children.size());
            assertTrue(children.stream().allMatch(ProcessHandle::isAlive));
            parent.destroyForcibly();
            List<ProcessHandle> started = children;
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            parent.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"))) {
            assertTrue(postgres.isRunning());
        }
    }

    /** A process that starts both, says their pids on one line and waits to be killed. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            Path directory = Path.of(args[0]);
            KafkaCluster kafka = KafkaCluster.start(directory.resolve("kafka"), 1);
            PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"));
            System.out.println(kafka.pid(0) + " " + postgres.pid());
            Thread.currentThread().join();
        }
    }
}
