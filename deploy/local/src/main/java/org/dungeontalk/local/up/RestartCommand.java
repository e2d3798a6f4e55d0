package org.dungeontalk.local.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.OwnProcess;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a dead process of a running stack again, or stops and starts one that runs. */
@Command(
        name = "restart",
        description = {
            "Restarts a process of the running stack with the same ports and settings: gateway-N,"
                    + " persistence, analytics, postgres, kafka-N.",
            "Stops it first if it runs. Returns when it is ready; stack.json has its new pid."
        })
public final class RestartCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final long LOOK_MILLIS = 100;

    @Mixin private DataOption option;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The process; without a name, the command lists them.")
    private String name;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDir data = option.get();
        StackFile stack =
                StackFile.read(data)
                        .filter(file -> OwnProcess.find(file.up()).isPresent())
                        .orElseThrow(data::noStack);
        Usage.require(
                spec,
                name != null && stack.names().contains(name),
                "%s NAME is one of: %s"
                        .formatted(
                                name == null
                                        ? "A process name is needed."
                                        : "There is no " + name + " in this stack.",
                                String.join(", ", stack.names())));
        Path done = data.requests().resolve(name + ".done");
        Files.deleteIfExists(done);
        Files.createFile(data.requests().resolve(name + ".wanted"));
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(done)) {
            if (System.nanoTime() > end || OwnProcess.find(stack.up()).isEmpty()) {
                throw new StackFailed(name + " was not restarted: the stack does not answer.");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        String wrong = Files.readString(done);
        if (wrong.equals(RestartRequests.ONLY_RUNS)) {
            System.out.println(
                    name + " is running. Kafka answers when more than half of its brokers run.");
            return 0;
        }
        if (!wrong.isEmpty()) {
            throw new StackFailed(wrong);
        }
        System.out.println(name + " is ready again.");
        return 0;
    }
}
