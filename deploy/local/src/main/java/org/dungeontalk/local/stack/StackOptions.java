package org.dungeontalk.local.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What kind of stack is wanted.
 *
 * @param root the project's root, where the services' folders lie
 * @param dataDir where the stack keeps its data, logs and {@code stack.json}
 * @param ports every port; says also how many gateways and brokers there are
 * @param limits false lifts the gateways' rate limits, for load tests
 * @param fresh true empties the data directory first
 * @param executables true runs the services' native executables instead of their jars
 * @param region the region's name; {@code null} if there is only one
 * @param traces where the spans of every message go, by OTLP over HTTP; {@code null}: nothing is
 *     traced
 * @param settings environment variables of every service, besides those that the stack sets itself
 */
public record StackOptions(
        Path root,
        Path dataDir,
        StackPorts ports,
        boolean limits,
        boolean fresh,
        boolean executables,
        String region,
        URI traces,
        Map<String, String> settings) {

    /** A stack that is the only region, and traces nothing. */
    public StackOptions(
            Path root,
            Path dataDir,
            StackPorts ports,
            boolean limits,
            boolean fresh,
            boolean executables) {
        this(root, dataDir, ports, limits, fresh, executables, null, null, Map.of());
    }

    /** Makes the paths absolute. */
    public StackOptions {
        root = root.toAbsolutePath().normalize();
        dataDir = dataDir.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
    }
}
