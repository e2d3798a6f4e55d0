package org.dungeontalk.load.compare;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dungeontalk.local.stack.StackFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers are shell scripts here. Whatever happens to them, no process may be left. */
class PeerServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Starts a process in a session of its own, as a peer does. */
    private static final String PEER =
            "setsid sleep 3600 >/dev/null 2>&1 & echo $! >$BENCH_RUN/peer.pid\n";

    private static final String ARGUMENTS =
            "echo \"--protocol x --url ws://127.0.0.1:1/ws --pids $(cat $BENCH_RUN/peer.pid)\"\n";

    @TempDir Path directory;

    @Test
    void aPeerRunsUntilItIsClosed() throws Exception {
        ProcessHandle process;
        try (PeerServer peer = peer(PEER + ARGUMENTS)) {
            assertTrue(peer.start().startsWith("--protocol x --url ws://127.0.0.1:1/ws --pids "));
            peer.requireAlive();
            process = written().orElseThrow();
        }
        assertFalse(process.isAlive());
    }

    @Test
    void aPeerWhoseProgramIsMissingIsSaidPlainly() throws Exception {
        try (PeerServer peer = peer(PEER + "no-such-server --port 1\n")) {
            StackFailed failed = assertThrows(StackFailed.class, peer::start);

            assertEquals(
                    "The peer p can't run here: no-such-server is not installed on this machine.",
                    failed.getMessage());
        }
        assertTrue(written().isEmpty());
    }

    @Test
    void aPeerThatFailsIsSaidInItsOwnWordsWithThePlaceOfItsLogs() throws Exception {
        try (PeerServer peer = peer("echo port 8090 did not open >&2; exit 1\n")) {
            StackFailed failed = assertThrows(StackFailed.class, peer::start);

            assertEquals(
                    "The peer p was not started: port 8090 did not open. Its logs are in " + run(),
                    failed.getMessage());
        }
    }

    @Test
    void aRemarkAfterTheArgumentsIsNoneOfThem() throws Exception {
        String remark = "echo \"--url x --pids $(cat $BENCH_RUN/peer.pid)  (add a pid)\"\n";
        try (PeerServer peer = peer(PEER + remark)) {
            assertTrue(peer.start().matches("--url x --pids [0-9]+"));
        }
    }

    @Test
    void aPeerThatDoesNotStartInTimeIsEnded() throws Exception {
        Path script = script("set -e\n" + PEER + "sleep 3600\n");
        try (PeerServer peer =
                new PeerServer(directory, "p", run(), Map.of(), Duration.ofMillis(700))) {
            StackFailed failed = assertThrows(StackFailed.class, peer::start);

            assertTrue(
                    failed.getMessage().startsWith(script + " took longer than 0 s."),
                    failed.getMessage());
        }
        assertTrue(written().isEmpty());
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aProgramThatHasThePeersPortIsNotMeasuredAndGoesOn() throws Exception {
        Process other = new ProcessBuilder("sleep", "3600").start();
        try {
            await().until(() -> isOlderThan(other, Duration.ofSeconds(3)));
            String found = "echo " + other.pid() + " >$BENCH_RUN/peer.pid\n";
            try (PeerServer peer = peer(found + ARGUMENTS)) {
                StackFailed failed = assertThrows(StackFailed.class, peer::start);

                assertEquals(
                        "The peer p was not started: another program has its port (process %d)."
                                .formatted(other.pid()),
                        failed.getMessage());
            }
            assertTrue(other.isAlive());
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aPeerThatEndsDuringAMeasurementIsSeen() throws Exception {
        try (PeerServer peer = peer(PEER + ARGUMENTS)) {
            peer.start();
            ProcessHandle process = written().orElseThrow();
            process.destroyForcibly();
            process.onExit().get(20, TimeUnit.SECONDS);

            StackFailed failed = assertThrows(StackFailed.class, peer::requireAlive);

            assertTrue(failed.getMessage().contains("ended during the measurement"));
        }
    }

    @Test
    void theScriptNamesThePeersAndThoseThatNeedAKafka() throws Exception {
        script(
                "echo '#   peers.sh start red|blue-2     peers.sh stop'\n"
                        + "echo '# Needs: Node (red), a Kafka at $KAFKA (blue-2).'; exit 2\n");

        assertEquals(
                new PeersFolder.Known(List.of("red", "blue-2"), List.of("blue-2")),
                new PeersFolder(directory, run()).known());
    }

    @Test
    void aPeerThatNeedsAKafkaGetsABrokerWhoseCpuTimeCounts() throws Exception {
        script(PEER + "echo $KAFKA >$BENCH_RUN/address\n" + ARGUMENTS);
        try (KafkaPeer peer = new PeersFolder(directory, run()).peerWithKafka("blue-2")) {
            String[] pids = peer.start().replaceFirst(".* --pids ", "").split(",");
            peer.requireAlive();

            assertEquals(2, pids.length);
            ProcessHandle broker = ProcessHandle.of(Long.parseLong(pids[1])).orElseThrow();
            assertTrue(Files.readString(run().resolve("address")).startsWith("127.0.0.1:"));
            broker.destroyForcibly();
            broker.onExit().get(20, TimeUnit.SECONDS);
            assertThrows(StackFailed.class, peer::requireAlive);
        }
        assertTrue(written().isEmpty());
    }

    @Test
    void aFolderWithoutTheScriptIsNone() {
        StackFailed failed =
                assertThrows(
                        StackFailed.class,
                        () -> new PeersFolder(directory.resolve("none"), run()).known());

        assertTrue(failed.getMessage().contains("has no peers.sh"), failed.getMessage());
    }

    private PeerServer peer(String then) throws Exception {
        script("set -e\n" + then);
        return new PeerServer(directory, "p", run(), Map.of(), LIMIT);
    }

    private Path run() {
        return directory.resolve("run");
    }

    private Path script(String commands) throws Exception {
        Path script = Files.writeString(directory.resolve("peers.sh"), "#!/bin/bash\n" + commands);
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    private static boolean isOlderThan(Process process, Duration age) {
        return process.info().startInstant().orElseThrow().plus(age).isBefore(Instant.now());
    }

    /** The peer's process, if it still runs. */
    private Optional<ProcessHandle> written() throws Exception {
        try (Stream<String> lines = Files.lines(run().resolve("peer.pid"))) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        }
    }
}
