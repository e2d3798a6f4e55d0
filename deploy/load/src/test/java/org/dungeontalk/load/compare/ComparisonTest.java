package org.dungeontalk.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.local.stack.StackFailed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final List<String> SERVERS = List.of("red", "missing");

    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @TempDir Path directory;

    @BeforeEach
    void putTheClient() throws Exception {
        FakeLoadClient.into(directory);
    }

    @Test
    void whatWasMeasuredIsShownAlthoughALaterServerFails() {
        Comparison comparison = comparison(SERVERS);

        StackFailed failed = assertThrows(StackFailed.class, comparison::run);

        assertEquals("missing is not there", failed.getMessage());
        assertTrue(comparison.result().contains("| red "), comparison.result());
        assertEquals(List.of("start red", "close red", "close missing"), events);
    }

    @Test
    void aServerThatIsMissingIsFoundBeforeAnythingIsMeasured() {
        Comparison comparison = comparison(SERVERS);

        assertThrows(StackFailed.class, () -> comparison.tryOut(SERVERS));

        assertEquals("", comparison.result());
        assertEquals("", said());
        assertEquals(List.of("start red", "close red", "close missing"), events);
    }

    @Test
    void aServerThatHasEndedIsTheReasonWhyTheClientFails() {
        Comparison comparison = comparison(List.of("bad"));

        StackFailed failed = assertThrows(StackFailed.class, comparison::run);

        assertEquals("bad has ended", failed.getMessage());
    }

    @Test
    void theWarmUpIsAmongTheProgressAndNotInTheResult() throws Exception {
        Comparison comparison = comparison(List.of("red"));

        comparison.run();

        List<String> lines = said().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).endsWith("(warm-up)"), lines.get(0));
        assertTrue(
                lines.get(1).startsWith("round 1  red          30 messages/s: 100 deliveries/s"));
        assertEquals(3, comparison.result().lines().count());
    }

    @Test
    void eachRunHasRoomsOfItsOwnSoLateDeliveriesDoNotCountInTheNextOne() throws Exception {
        comparison(List.of("red")).run();

        List<String> calls = Files.readAllLines(directory.resolve("calls"));
        assertEquals(2, calls.size());
        assertTrue(calls.get(0).contains(" --room-prefix run-1- "), calls.get(0));
        assertTrue(calls.get(1).contains(" --room-prefix run-2- "), calls.get(1));
    }

    @Test
    void theWarmUpIsTheSameLoadWhateverTheRooms() {
        LoadClient.Load warmUp = new LoadClient.Load(99, 2_000, 0, 60);

        for (int rooms : List.of(3, 100, 999)) {
            assertEquals(
                    warmUp,
                    new Comparison.Plan(SERVERS, List.of(30.0), 999, rooms, 1, 8, 60).warmUpLoad());
        }
    }

    @Test
    void aComparisonThatIsStoppedStartsNothing() throws Exception {
        Comparison comparison = comparison(List.of("red"));
        comparison.close();

        assertThrows(StackFailed.class, comparison::run);

        assertEquals(List.of(), events);
    }

    private Comparison comparison(List<String> servers) {
        return new Comparison(
                new Comparison.Plan(servers, List.of(30.0), 10, 1, 1, 1, 1),
                new LoadClient(directory, directory.resolve("run"), 10),
                Server::new,
                "spring-redis",
                new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return progress.toString(StandardCharsets.UTF_8);
    }

    /** A server that does nothing; {@code missing} can't be started, {@code bad} ends at once. */
    private final class Server implements ComparedServer {
        private final String name;

        private Server(String name) {
            this.name = name;
        }

        @Override
        public String start() {
            if (name.equals("missing")) {
                throw new StackFailed("missing is not there");
            }
            events.add("start " + name);
            return "--url " + name;
        }

        @Override
        public void requireAlive() {
            if (name.equals("bad")) {
                throw new StackFailed("bad has ended");
            }
        }

        @Override
        public void close() {
            events.add("close " + name);
        }
    }
}
