package org.dungeontalk.local.up;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the stack, and keeps it running until it is stopped. */
@Command(
        name = "up",
        description = {
            "Starts Kafka, PostgreSQL and the services, creates the topics, and waits until all are"
                    + " ready.",
            "Stays in the foreground; Ctrl-C stops everything. First builds what isn't built yet."
        })
public final class UpCommand implements Callable<Integer> {

    @Mixin private DataOption data;

    @Spec private CommandSpec spec;

    @Option(
            names = "--detach",
            description = "Return when everything is ready; deploy/local/down stops the stack.")
    private boolean detach;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many gateways, 1 to 20. Default: ${DEFAULT-VALUE}.")
    private int gateways;

    @Option(
            names = "--brokers",
            paramLabel = "1|3",
            defaultValue = "1",
            description =
                    "How many Kafka brokers, 1 or 3. With 3, each message has three replicas and is"
                            + " confirmed by at least two. Default: ${DEFAULT-VALUE}.")
    private int brokers;

    @Option(names = "--fresh", description = "First delete the data of earlier runs.")
    private boolean fresh;

    @Option(
            names = "--port",
            paramLabel = "BASE",
            defaultValue = "8080",
            description =
                    "The first port; the others follow from it, all below BASE+71. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int base;

    @Option(
            names = "--no-limits",
            description = "Run the gateways without rate limits, for load tests and fast replays.")
    private boolean noLimits;

    @Option(
            names = "--native",
            description =
                    "Run the services' native executables, target/*-runner. This command does not"
                            + " build them; use mvn -DskipTests package -Dnative.")
    private boolean executables;

    @Option(
            names = "--traces",
            paramLabel = "URL",
            description =
                    "Trace every message and send the spans to this address by OTLP over HTTP, such"
                            + " as http://localhost:4318/v1/traces.")
    private URI traces;

    @Option(names = "--held", hidden = true, description = "For internal use: started by --detach.")
    private boolean held;

    @Override
    public Integer call() throws IOException {
        check();
        return detach && !held ? new DetachedUp(data.get(), spec).run() : hold();
    }

    private void check() {
        Usage.require(
                spec,
                gateways > 0 && gateways <= StackPorts.MOST_GATEWAYS,
                "--gateways must be 1 to 20.");
        Usage.require(spec, brokers == 1 || brokers == 3, "--brokers must be 1 or 3.");
        Usage.require(
                spec,
                base >= 1024 && base <= 65_535 - StackPorts.SPAN,
                "--port must be 1024 to %d.".formatted(65_535 - StackPorts.SPAN));
        Usage.require(
                spec,
                traces == null || Usage.isAddress(traces, "http", "https"),
                "--traces must be an address such as http://localhost:4318/v1/traces.");
    }

    private int hold() {
        Progress progress = Progress.to(System.out);
        Stack stack =
                new Stack(
                        new StackOptions(
                                DataOption.projectRoot(),
                                data.get().path(),
                                StackPorts.from(base, gateways, brokers),
                                !noLimits,
                                fresh,
                                executables,
                                null,
                                traces,
                                Map.of()),
                        progress);
        Thread hook = new Thread(stack::close, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            stack.start();
        } catch (StackFailed e) {
            System.err.println(e.getMessage());
            return 1;
        }
        new Summary(stack.describe(), data.repeated(), held).print(progress);
        stack.announceReady();
        new RestartRequests(stack, progress).serve();
        return 0;
    }
}
