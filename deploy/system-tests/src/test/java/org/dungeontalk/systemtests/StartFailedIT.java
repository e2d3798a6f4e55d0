package org.dungeontalk.systemtests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailedIT {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir Path directory;

    @Test
    void saysWhatIsNotBuilt() {
        StackFailed failed = assertThrows(StackFailed.class, stack(ports())::start);
        assertTrue(failed.getMessage().startsWith("gateway-service is not built"));
        assertTrue(failed.getMessage().contains("mvn -DskipTests package"));
    }

    @Test
    void saysWhyAServiceEndedAndLeavesNothingRunning() throws Exception {
        packageNothing();
        Stack stack = stack(ports());
        StackFailed failed = assertThrows(StackFailed.class, stack::start);
        assertTrue(
                failed.getMessage().contains("ended at its start with exit code 1"),
                failed.getMessage());
        assertTrue(failed.getMessage().contains("QuarkusEntryPoint"), failed.getMessage());
        assertFalse(stack.kafka().isRunning(0));
        assertFalse(stack.postgres().isRunning());
        assertFalse(Files.exists(stack.data().stackFile()));
    }

    @Test
    void namesATakenPortBeforeItStartsAnything() throws Exception {
        packageNothing();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackPorts free = ports();
            StackPorts ports =
                    new StackPorts(
                            List.of(taken.getLocalPort()),
                            free.gatewayManagement(),
                            free.persistenceHttp(),
                            free.persistenceManagement(),
                            free.analyticsHttp(),
                            free.analyticsManagement(),
                            free.kafkaBrokers(),
                            free.kafkaControllers(),
                            free.postgres(),
                            free.kafkaProxies());
            StackFailed failed = assertThrows(StackFailed.class, stack(ports)::start);
            assertTrue(failed.getMessage().contains(taken.getLocalPort() + " (gateway-1 http)"));
            assertTrue(said.toString(StandardCharsets.UTF_8).isEmpty());
        }
    }

    @Test
    void refusesADirectoryThatAnotherStackHolds() throws Exception {
        packageNothing();
        Stack stack = stack(ports());
        try (AutoCloseable held = stack.data().lock().orElseThrow()) {
            StackFailed failed = assertThrows(StackFailed.class, stack::start);
            assertTrue(failed.getMessage().startsWith("A stack already runs on"), held.toString());
        }
    }

    private static StackPorts ports() {
        return StackPorts.free(1, 1);
    }

    private Stack stack(StackPorts ports) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Stack(
                new StackOptions(directory, directory.resolve("data"), ports, true, false, false),
                Progress.to(out));
    }

    /** Services whose archive has no main class. */
    private void packageNothing() throws Exception {
        for (String service : List.of("gateway", "persistence", "analytics")) {
            Path folder = directory.resolve(service + "-service/target/quarkus-app");
            Files.createDirectories(folder);
            try (ZipOutputStream jar =
                    new ZipOutputStream(Files.newOutputStream(folder.resolve("quarkus-run.jar")))) {
                jar.putNextEntry(new ZipEntry("empty"));
                jar.closeEntry();
            }
        }
    }
}
