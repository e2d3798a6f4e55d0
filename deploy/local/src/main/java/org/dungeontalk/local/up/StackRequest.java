package org.dungeontalk.local.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.OwnProcess;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command's request to the process that holds a stack; {@link RestartRequests} answers it.
 *
 * @param data the stack's directory
 * @param stack the running stack
 */
public record StackRequest(DataDir data, StackFile stack) {

    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final long LOOK_MILLIS = 100;

    /**
     * A request to the stack that runs in this directory.
     *
     * @throws StackFailed if none runs there
     */
    public static StackRequest toStackOf(DataDir data) throws IOException {
        return new StackRequest(
                data,
                StackFile.read(data)
                        .filter(file -> OwnProcess.find(file.up()).isPresent())
                        .orElseThrow(data::noStack));
    }

    /** Ends the command with exit code 2 unless the name is one of these. */
    public static void requireOneOf(List<String> names, String name, CommandSpec spec) {
        Usage.require(
                spec,
                name != null && names.contains(name),
                "%s NAME is one of: %s"
                        .formatted(
                                name == null
                                        ? "A process name is needed."
                                        : "There is no " + name + " in this stack.",
                                String.join(", ", names)));
    }

    /**
     * Requests the restart of a process, and returns when the stack has answered.
     *
     * @return {@link RestartRequests#ONLY_RUNS}, or empty if the process is ready
     * @throws StackFailed if the stack does not answer, or the restart failed
     */
    String restart(String name) throws IOException, InterruptedException {
        return send(name, "");
    }

    /**
     * Requests that this process takes the place of a service, and returns when the service has
     * stopped.
     *
     * @throws StackFailed if the stack does not answer, or the request failed
     */
    public void takeThePlaceOf(String name) throws IOException, InterruptedException {
        send(name, Long.toString(ProcessHandle.current().pid()));
    }

    private String send(String name, String content) throws IOException, InterruptedException {
        Path done = data.requests().resolve(name + ".done");
        Files.deleteIfExists(done);
        Path fresh = Files.writeString(data.requests().resolve(name + ".asking"), content);
        Files.move(fresh, data.requests().resolve(name + ".wanted"));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(done)) {
            if (System.nanoTime() > end || OwnProcess.find(stack.up()).isEmpty()) {
                throw new StackFailed("The stack does not answer the request for " + name + ".");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        String answer = Files.readString(done);
        if (!answer.isEmpty() && !answer.equals(RestartRequests.ONLY_RUNS)) {
            throw new StackFailed(answer);
        }
        return answer;
    }
}
