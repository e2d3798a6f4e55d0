package org.dungeontalk.load.measure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.dungeontalk.local.stack.StackFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StackCpuTest {

    /** A child works and ends; then the parent says so, and does nothing more. */
    private static final String PARENT =
            "bash -c 'for ((i = 0; i < 200000; i++)); do :; done'; echo done; read -r line";

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsChildrenThatHaveEnded() throws Exception {
        Process parent = new ProcessBuilder("bash", "-c", PARENT).start();
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("done", said.readLine());
            await().until(() -> parent.toHandle().children().findAny().isEmpty());

            Duration used = cpu(parent.pid()).now().get("postgres");

            assertTrue(used.toMillis() >= 50, used::toString);
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aProcessThatIsNotThereHasNone() {
        assertEquals(Map.of(), cpu(Long.MAX_VALUE).now());
    }

    @Test
    void aProcessThatHasEndedMeanwhileHasNoCpuTime() throws Exception {
        Process process = new ProcessBuilder("bash", "-c", "read -r line").start();
        StackCpu cpu = cpu(process.pid());
        Map<String, Duration> then = cpu.now();
        process.destroyForcibly().waitFor();

        LoadResult result = result(cpu.since(then));

        assertTrue(printed(result).contains("cpu         postgres     unknown: it has ended"));
        JsonNode json = new ObjectMapper().readTree(result.json());
        assertTrue(json.path("cpuSeconds").path("postgres").isNull(), result.json());
    }

    @Test
    void theCpuTimeOfAProcessIsAlsoSaidPerMessage() {
        String line = "cpu         gateway-1    0.25 s, 250 µs per message";
        assertTrue(printed(result(Map.of("gateway-1", 0.25))).contains(line));
    }

    private static LoadResult result(Map<String, Double> cpuSeconds) {
        return new LoadResult(
                10,
                1,
                1_000,
                10,
                10_000,
                10_000,
                10,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                0,
                new Histogram(3),
                cpuSeconds);
    }

    private static List<String> printed(LoadResult result) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        result.print(new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static StackCpu cpu(long pid) {
        return new StackCpu(
                List.of(new StackFile.Started("postgres", pid, 0, Map.of(), Map.of(), "log")));
    }
}
