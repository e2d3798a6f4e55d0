package org.dungeontalk.local.regions;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackPorts;
import org.dungeontalk.local.up.RestartRequests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts two regions, and keeps them running until it is stopped. */
@Command(
        name = "regions",
        description = {
            "Starts two regions, each with a whole stack, and the mirror between their logs.",
            "Stays in the foreground; Ctrl-C stops everything. First builds what isn't built yet."
        })
public final class RegionsCommand implements Callable<Integer> {

    /** Distance between the first ports of the two regions. */
    private static final int STEP = 100;

    /** The mirror's port, counted from the first region's base: behind that region's last. */
    private static final int MIRROR = 90;

    @Spec private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory for the data of both regions, kept between runs. Default:"
                            + " deploy/local/target/regions, which `mvn clean` removes.")
    private Path data;

    @Option(names = "--fresh", description = "First delete the data of earlier runs.")
    private boolean fresh;

    @Option(
            names = "--port",
            paramLabel = "BASE",
            defaultValue = "8080",
            description =
                    "The first port of region A. Region B's ports begin at BASE+100; the mirror"
                            + " uses BASE+90. Default: ${DEFAULT-VALUE}.")
    private int base;

    @Option(names = "--no-limits", description = "Run the gateways without rate limits.")
    private boolean noLimits;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() {
        int last = 65_535 - STEP - StackPorts.SPAN;
        Usage.require(
                spec, base >= 1024 && base <= last, "--port must be 1024 to %d.".formatted(last));
        Progress progress = Progress.to(System.out);
        List<StackPorts> ports =
                IntStream.range(0, Regions.NAMES.size())
                        .mapToObj(i -> StackPorts.from(base + i * STEP, 1, 1))
                        .toList();
        Regions regions =
                new Regions(
                        new Regions.Layout(
                                DataOption.projectRoot(),
                                directory(),
                                ports,
                                base + MIRROR,
                                !noLimits,
                                fresh),
                        progress);
        Runtime.getRuntime().addShutdownHook(new Thread(regions::close, "stop"));
        try {
            requireFree();
            regions.start();
        } catch (StackFailed e) {
            System.err.println(e.getMessage());
            return 1;
        }
        print(regions, progress);
        serve(regions, progress);
        return 0;
    }

    private Path directory() {
        Path chosen =
                data == null
                        ? DataOption.projectRoot().resolve("deploy/local/target/regions")
                        : data;
        return chosen.toAbsolutePath().normalize();
    }

    private void requireFree() {
        if (!Ports.isFree(base + MIRROR)) {
            throw new StackFailed(
                    "Already in use: port %d (mirror). Choose other ports with --port BASE."
                            .formatted(base + MIRROR));
        }
    }

    private void print(Regions regions, Progress progress) {
        progress.line("%nReady in %.1f s.%n".formatted(progress.seconds()));
        for (String name : Regions.NAMES) {
            Stack region = regions.region(name);
            region.announceReady();
            Map<String, String> gateway =
                    region.describe().process("gateway-1").orElseThrow().urls();
            line(progress, name, gateway.get("http") + "/   " + gateway.get("ws"));
            line(progress, "dashboard", url(region, "analytics") + "/");
            line(
                    progress,
                    "history",
                    url(region, "persistence") + "/api/chat/room/{roomId}/messages");
        }
        line(progress, "a token", "deploy/local/token alice --data " + first());
        line(
                progress,
                "the mirror",
                "process " + regions.mirror().pid() + ", " + regions.mirror().log());
        line(progress, "stop", "Ctrl-C");
    }

    private Path first() {
        return directory().resolve(Regions.NAMES.get(0));
    }

    private static String url(Stack region, String service) {
        return region.describe().process(service).orElseThrow().urls().get("http");
    }

    private static void line(Progress progress, String what, String where) {
        progress.line("  %-10s %s".formatted(what, where));
    }

    /** Serves the requests of {@code deploy/local/restart} for both regions, until the end. */
    private static void serve(Regions regions, Progress progress) {
        List<Thread> servers =
                Regions.NAMES.stream()
                        .map(
                                name ->
                                        new RestartRequests(
                                                regions.region(name), progress.within(name)))
                        .map(requests -> new Thread(requests::serve, "requests"))
                        .toList();
        servers.forEach(Thread::start);
        try {
            for (Thread server : servers) {
                server.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
