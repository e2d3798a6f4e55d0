package org.dungeontalk.faults.check;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.regions.Regions;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;

/** Stacks for tests: the packaged services, as jars or as native executables, on free ports. */
public final class WholeStack {

    private WholeStack() {}

    /**
     * Starts a stack without rate limits. Fails with build instructions if a service is missing.
     */
    public static Stack start(Path dataDir, int gateways) {
        return start(dataDir, gateways, 1, false, Map.of());
    }

    /**
     * Starts a stack.
     *
     * @param limits whether the rate limits are on
     * @param settings environment variables of every service
     */
    public static Stack start(
            Path dataDir, int gateways, int brokers, boolean limits, Map<String, String> settings) {
        return start(dataDir, StackPorts.free(gateways, brokers), limits, settings, null);
    }

    /** Starts a stack without rate limits on these ports. */
    public static Stack start(Path dataDir, StackPorts ports) {
        return start(dataDir, ports, Map.of());
    }

    /** The same with these environment variables of every service. */
    public static Stack start(Path dataDir, StackPorts ports, Map<String, String> settings) {
        return start(dataDir, ports, false, settings, null);
    }

    /**
     * Starts a stack with rate limits.
     *
     * @param traces where the spans of every message go
     */
    public static Stack traced(Path dataDir, int gateways, URI traces) {
        return start(dataDir, StackPorts.free(gateways, 1), true, Map.of(), traces);
    }

    private static Stack start(
            Path dataDir,
            StackPorts ports,
            boolean limits,
            Map<String, String> settings,
            URI traces) {
        Stack stack =
                new Stack(
                        new StackOptions(
                                DataOption.projectRoot().resolve(fromHere()),
                                dataDir,
                                ports,
                                limits,
                                false,
                                System.getProperty("native.image.path") != null,
                                null,
                                traces,
                                settings),
                        Progress.to(System.out));
        stack.start();
        return stack;
    }

    /** Starts two regions with a gateway and a broker each, and without rate limits. */
    public static Regions regions(Path dataDir) {
        Regions regions =
                new Regions(
                        new Regions.Layout(
                                DataOption.projectRoot().resolve(fromHere()),
                                dataDir,
                                List.of(StackPorts.free(1, 1), StackPorts.free(1, 1)),
                                Ports.free(1).get(0),
                                false,
                                false),
                        Progress.to(System.out));
        regions.start();
        return regions;
    }

    /** The project's root: from the scripts, or else relative to this module. */
    private static String fromHere() {
        return System.getProperty("dungeontalk.root") == null ? "../.." : "";
    }
}
