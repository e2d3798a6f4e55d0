package org.dungeontalk.local.system;

import java.nio.file.Path;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;

/** Stacks for tests: the packaged services, free ports, no rate limits. */
final class WholeStack {

    private WholeStack() {}

    /** Starts a stack; fails saying what to build when a service is not packaged. */
    static Stack start(Path dataDir, int gateways, int brokers) {
        Stack stack =
                new Stack(
                        new StackOptions(
                                Path.of("../.."),
                                dataDir,
                                StackPorts.free(gateways, brokers),
                                false,
                                false),
                        Progress.to(System.out));
        stack.start();
        return stack;
    }
}
