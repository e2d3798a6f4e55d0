package org.dungeontalk.local.system;

import java.nio.file.Path;
import org.dungeontalk.local.DataOption;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;

/** Stacks for tests: the packaged services, as jars or as native executables, on free ports. */
public final class WholeStack {

    private WholeStack() {}

    /** Starts a stack; fails saying what to build when a service is not packaged. */
    static Stack start(Path dataDir, int gateways, int brokers) {
        return start(dataDir, gateways, brokers, false);
    }

    /**
     * The same.
     *
     * @param limits whether the rate limits hold
     */
    public static Stack start(Path dataDir, int gateways, int brokers, boolean limits) {
        Stack stack =
                new Stack(
                        new StackOptions(
                                DataOption.projectRoot().resolve(fromHere()),
                                dataDir,
                                StackPorts.free(gateways, brokers),
                                limits,
                                false,
                                System.getProperty("native.image.path") != null),
                        Progress.to(System.out));
        stack.start();
        return stack;
    }

    /** The project's root: named by the scripts, else seen from this module. */
    private static String fromHere() {
        return System.getProperty("dungeontalk.root") == null ? "../.." : "";
    }
}
