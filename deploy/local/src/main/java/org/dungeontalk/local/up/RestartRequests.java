package org.dungeontalk.local.up;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;

/**
 * Serves the requests of {@code deploy/local/restart} and {@code deploy/local/dev}: a file {@code
 * NAME.wanted} in the stack's {@code requests} folder. If it is empty, the process is restarted;
 * otherwise it holds the pid of the process that takes its place. The answer is {@code NAME.done}:
 * empty, {@link #ONLY_RUNS}, or the failure.
 */
public final class RestartRequests {

    /** The answer for a broker that can't be ready alone. */
    static final String ONLY_RUNS = "runs";

    private static final long LOOK_MILLIS = 200;

    private final Stack stack;
    private final Progress progress;

    /** The requests of one stack. */
    public RestartRequests(Stack stack, Progress progress) {
        this.stack = stack;
        this.progress = progress;
    }

    /** Polls for requests until this thread is interrupted or the process ends. */
    public void serve() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Path request : waiting()) {
                    answer(request);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> waiting() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> wanted =
                Files.newDirectoryStream(stack.data().requests(), "*.wanted")) {
            wanted.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private void answer(Path request) {
        String file = request.getFileName().toString();
        String name = file.substring(0, file.length() - ".wanted".length());
        String wrong = "";
        try {
            String pid = Files.readString(request);
            Files.delete(request);
            wrong = pid.isEmpty() ? restart(name) : handOver(name, Long.parseLong(pid));
        } catch (IOException | RuntimeException e) {
            wrong = String.valueOf(e.getMessage());
            progress.say(name, "request failed: " + wrong);
        }
        try {
            Path fresh = stack.data().requests().resolve(name + ".answering");
            Files.writeString(fresh, wrong);
            Files.move(fresh, fresh.resolveSibling(name + ".done"));
        } catch (IOException e) {
            progress.say(name, "the answer could not be written: " + e.getMessage());
        }
    }

    private String restart(String name) {
        boolean ready = stack.restart(name);
        progress.say(name, ready ? "restarted, ready" : "restarted, waiting for other brokers");
        return ready ? "" : ONLY_RUNS;
    }

    private String handOver(String name, long pid) {
        stack.handOver(
                name,
                ProcessHandle.of(pid)
                        .orElseThrow(() -> new StackFailed("There is no process " + pid + ".")));
        progress.say(name, "stopped; process %d takes its place".formatted(pid));
        return "";
    }
}
