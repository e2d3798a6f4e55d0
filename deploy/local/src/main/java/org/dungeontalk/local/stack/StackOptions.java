package org.dungeontalk.local.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The options of a stack.
 *
 * @param root the project's root, which contains the services' folders
 * @param dataDir the directory for the stack's data, logs and {@code stack.json}
 * @param ports all ports; they also give the number of gateways and brokers
 * @param limits false runs the gateways without rate limits, for load tests
 * @param fresh true empties the data directory first
 * @param executables true runs the services' native executables instead of their jars
 * @param region the region's name; {@code null} if there is only one
 * @param traces the endpoint for spans of all messages, by OTLP over HTTP; {@code null}: no traces
 * @param settings environment variables for every service; they replace the stack's own
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

    /** A stack that is the only region, without traces. */
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
