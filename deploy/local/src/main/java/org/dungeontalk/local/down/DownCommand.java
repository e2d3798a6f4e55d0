package org.dungeontalk.local.down;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.OwnProcess;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a running stack, or cleans up what is left of one. */
@Command(
        name = "down",
        description = {
            "Stops the stack in order and waits until all processes have ended.",
            "Also cleans up what a killed stack has left behind."
        })
public final class DownCommand implements Callable<Integer> {

    private static final Duration STACK_LIMIT = Duration.ofSeconds(90);
    private static final Duration PROCESS_LIMIT = Duration.ofSeconds(20);
    private static final List<String> ORDER =
            List.of("gateway", "persistence", "analytics", "kafka", "postgres");

    @Mixin private DataOption option;

    @Override
    public Integer call() throws IOException {
        DataDir data = option.get();
        long began = System.nanoTime();
        Optional<StackFile> found = StackFile.read(data);
        if (found.isEmpty()) {
            System.out.println("No stack runs on " + data.path() + ".");
            return 0;
        }
        StackFile stack = found.get();
        Optional<ProcessHandle> holder = OwnProcess.find(stack.up());
        if (holder.isPresent() && !OwnProcess.end(holder.get(), STACK_LIMIT)) {
            System.out.println("The stack did not stop within " + STACK_LIMIT + ": killed.");
        }
        ORDER.stream()
                .flatMap(kind -> stack.processesNamed(kind).stream())
                .forEach(DownCommand::endLeftover);
        Files.deleteIfExists(data.stackFile());
        System.out.printf(
                Locale.ROOT,
                "Stopped in %.1f s. The data stays in %s.%n",
                (System.nanoTime() - began) / 1e9,
                data.path());
        return 0;
    }

    private static void endLeftover(StackFile.Started started) {
        OwnProcess.find(started)
                .ifPresent(
                        process -> {
                            boolean itself = OwnProcess.end(process, PROCESS_LIMIT);
                            System.out.println(
                                    "Left over: "
                                            + started.name()
                                            + (itself ? ", stopped." : ", killed."));
                        });
    }
}
