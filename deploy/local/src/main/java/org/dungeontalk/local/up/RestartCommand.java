package org.dungeontalk.local.up;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restarts a process of a running stack, whether it runs or has ended. */
@Command(
        name = "restart",
        description = {
            "Restarts a process of the running stack with the same ports and settings: gateway-N,"
                    + " persistence, analytics, postgres, kafka-N.",
            "Stops it first if it runs. Returns when it is ready; stack.json has its new pid."
        })
public final class RestartCommand implements Callable<Integer> {

    @Mixin private DataOption option;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The process; without a name, the command lists them.")
    private String name;

    @Override
    public Integer call() throws IOException, InterruptedException {
        StackRequest request = StackRequest.toStackOf(option.get());
        StackRequest.requireOneOf(request.stack().names(), name, spec);
        if (request.restart(name).equals(RestartRequests.ONLY_RUNS)) {
            System.out.println(
                    name + " is running. Kafka answers when more than half of its brokers run.");
            return 0;
        }
        System.out.println(name + " is ready again.");
        return 0;
    }
}
