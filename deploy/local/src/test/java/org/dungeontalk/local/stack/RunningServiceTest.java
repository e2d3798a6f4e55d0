package org.dungeontalk.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands in for the service. */
class RunningServiceTest {

    @TempDir Path folder;

    @Test
    void anotherProcessTakesItsPlaceUntilItIsStopped() throws IOException {
        RunningService service =
                new RunningService(plan(), "", HttpClient.newHttpClient(), silent());
        service.start();
        ProcessHandle packaged = process(service);
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            service.handOver(other.toHandle());
            assertFalse(packaged.isAlive());
            assertEquals(other.toHandle(), process(service));

            service.stop();
            assertFalse(other.isAlive());
            assertTrue(service.describe().isEmpty());
        } finally {
            other.destroyForcibly();
            service.kill();
        }
    }

    private static ProcessHandle process(RunningService service) {
        return OwnProcess.find(service.describe().orElseThrow()).orElseThrow();
    }

    private static Progress silent() {
        return Progress.to(new PrintStream(OutputStream.nullOutputStream()));
    }

    private ServicePlan plan() throws IOException {
        Path target = Files.createDirectories(folder.resolve("analytics-service/target"));
        Path runner = target.resolve("analytics-service-1-runner");
        Files.writeString(runner, "#!/bin/sh\nexec sleep 600\n");
        Files.setPosixFilePermissions(runner, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ServicePlan(
                "analytics",
                target.getParent(),
                64,
                "-XX:+UseSerialGC",
                1234,
                1235,
                Map.of(),
                folder.resolve("analytics.log"),
                true);
    }
}
