package org.dungeontalk.local.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dungeontalk.embedded.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts stand in for the executables: how they are found, started and ended is the same. */
class NativeProgramTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir Path folder;

    @Test
    void saysHowToBuildAnExecutableThatIsNotThere() throws IOException {
        Path service = Files.createDirectories(folder.resolve("gateway-service"));
        StackFailed nothing = assertThrows(StackFailed.class, () -> NativeProgram.in(service));
        assertTrue(nothing.getMessage().contains("gateway-service/target/*-runner is missing"));
        assertTrue(nothing.getMessage().endsWith("mvn -DskipTests package -Dnative"));
        Path target = Files.createDirectory(service.resolve("target"));
        Files.createFile(target.resolve("nobody-can-run-this-runner"));
        assertThrows(StackFailed.class, plan(service)::requireBuilt);
    }

    @Test
    void startsTheExecutableWithItsHeapAndSettings() throws Exception {
        ServicePlan plan = plan(service("echo \"$1 $2 $QUARKUS_HTTP_PORT\""));
        plan.requireBuilt();
        assertEquals(0, plan.start().waitFor());
        assertEquals(
                List.of("-Xmx64m -XX:+ExitOnOutOfMemoryError 1234"),
                Files.readAllLines(plan.log()));
    }

    @Test
    void endsTheExecutableWhenTheProcessThatStartedItIsKilled() throws Exception {
        Path service = service("echo $$\nexec sleep 600");
        Path log = folder.resolve("program.log");
        Process parent =
                new ProcessBuilder(
                                ChildJvm.java(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                service.toString(),
                                log.toString())
                        .inheritIO()
                        .start();
        try {
            await().atMost(LIMIT).until(() -> Files.exists(log) && Files.size(log) > 0);
            await().atMost(LIMIT).until(() -> Files.exists(watched(log)));
            long pid = Long.parseLong(Files.readString(log).trim());
            assertTrue(ProcessHandle.of(pid).orElseThrow().isAlive());
            parent.destroyForcibly();
            await().atMost(LIMIT)
                    .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    /**
     * What {@link Parent} leaves once its program is watched: before, it can't be killed for it.
     */
    private static Path watched(Path log) {
        return log.resolveSibling("watched");
    }

    /** Starts a program and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            Path program = NativeProgram.in(Path.of(args[0]));
            Path log = Path.of(args[1]);
            Process started = new NativeProgram(program, List.of(), Map.of(), log).start();
            Files.createFile(watched(log));
            started.waitFor();
        }
    }

    private Path service(String script) throws IOException {
        Path target = Files.createDirectories(folder.resolve("analytics-service/target"));
        Path runner = target.resolve("analytics-service-1-runner");
        Files.writeString(runner, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(runner, PosixFilePermissions.fromString("rwxr-xr-x"));
        return target.getParent();
    }

    private ServicePlan plan(Path service) {
        return new ServicePlan(
                "analytics",
                service,
                64,
                "-XX:+UseSerialGC",
                1234,
                1235,
                Map.of("QUARKUS_HTTP_PORT", "1234"),
                folder.resolve("logs/analytics.log"),
                true);
    }
}
