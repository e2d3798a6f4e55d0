package org.dungeontalk.load.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dungeontalk.local.stack.StackFailed;

/**
 * A server that {@code peers.sh} starts. The script prints the load client's arguments, and writes
 * the ids of its processes to files in {@code BENCH_RUN}. {@link #close} ends those processes
 * itself: the script would also end one that it only found on its port.
 */
final class PeerServer implements ComparedServer {

    /** The script may add a remark. */
    private static final Pattern ARGUMENTS =
            Pattern.compile("(--.*--pids ([0-9]+(?:,[0-9]+)*))(?: .*)?");

    private static final Pattern MISSING = Pattern.compile(".*: (\\S+): command not found");
    private static final Duration CLOCK = Duration.ofSeconds(2);

    private final Path script;
    private final String name;
    private final Path run;
    private final Map<String, String> environment;
    private final Duration limit;
    private final Script start;
    private final Instant began = Instant.now().minus(CLOCK);

    /**
     * @param folder of {@code peers.sh}
     * @param name of the peer
     * @param run for its process ids and logs
     * @param environment of the script
     * @param limit until it must have started
     */
    PeerServer(
            Path folder, String name, Path run, Map<String, String> environment, Duration limit) {
        this.script = folder.resolve("peers.sh");
        this.name = name;
        this.run = run;
        this.environment = new HashMap<>(environment);
        this.environment.put("BENCH_RUN", run.toString());
        this.limit = limit;
        this.start = new Script(run.resolve(name + ".out"), run.resolve(name + ".err"));
    }

    @Override
    public String start() throws IOException, InterruptedException {
        Files.createDirectories(run);
        for (Path old : pidFiles()) {
            Files.delete(old);
        }
        int code = start.run(List.of(script.toString(), "start", name), environment, limit);
        Matcher arguments =
                start.printed().stream()
                        .map(ARGUMENTS::matcher)
                        .filter(Matcher::matches)
                        .reduce((first, second) -> second)
                        .orElseThrow(this::notStarted);
        for (String pid : arguments.group(2).split(",")) {
            if (process(pid).filter(this::isOurs).isEmpty()) {
                throw new StackFailed(
                        "The peer %s was not started: another program has its port (process %s)."
                                .formatted(name, pid));
            }
        }
        if (code != 0) {
            throw notStarted();
        }
        return arguments.group(1);
    }

    @Override
    public void requireAlive() throws IOException {
        for (Path file : pidFiles()) {
            if (process(Files.readString(file)).isEmpty()) {
                throw new StackFailed(
                        "The peer %s ended during the measurement: its process of %s is gone."
                                .formatted(name, file));
            }
        }
    }

    @Override
    public void close() throws IOException {
        start.end();
        Set<ProcessHandle> rest = new LinkedHashSet<>();
        for (Path file : pidFiles()) {
            process(Files.readString(file)).filter(this::isOurs).ifPresent(rest::add);
        }
        Script.end(rest);
    }

    /** Whether the process began after this peer was started, and not long before. */
    private boolean isOurs(ProcessHandle process) {
        return process.info().startInstant().filter(then -> then.isAfter(began)).isPresent();
    }

    private static Optional<ProcessHandle> process(String pid) {
        return pid.isBlank()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid.trim())).filter(ProcessHandle::isAlive);
    }

    private List<Path> pidFiles() throws IOException {
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.toString().endsWith(".pid")).toList();
        }
    }

    private StackFailed notStarted() {
        try {
            String error = start.lastError();
            Matcher missing = MISSING.matcher(error);
            return new StackFailed(
                    missing.matches()
                            ? "The peer %s can't run here: %s is not installed on this machine."
                                    .formatted(name, missing.group(1))
                            : "The peer %s was not started: %s. Its logs are in %s"
                                    .formatted(name, error, run));
        } catch (IOException e) {
            return new StackFailed("The peer %s was not started.".formatted(name), e);
        }
    }
}
