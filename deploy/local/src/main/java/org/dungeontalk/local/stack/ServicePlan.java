package org.dungeontalk.local.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.embedded.ChildJvm;
import org.dungeontalk.embedded.Supervised;

/**
 * The plan by which one service is run.
 *
 * @param name its name in the stack, such as {@code gateway-1}
 * @param folder the service's folder in the project
 * @param heap maximum heap in MiB
 * @param collector the flag of the garbage collector with which the jar runs
 * @param httpPort the public port
 * @param managementPort health and metrics
 * @param environment its settings
 * @param log its log file
 * @param executable true runs the native executable instead of the jar
 */
public record ServicePlan(
        String name,
        Path folder,
        int heap,
        String collector,
        int httpPort,
        int managementPort,
        Map<String, String> environment,
        Path log,
        boolean executable) {

    private static final String MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    /** Makes the environment unmodifiable. */
    public ServicePlan {
        environment = Map.copyOf(environment);
    }

    /**
     * Checks that the service is packaged.
     *
     * @throws StackFailed with the command that builds it
     */
    public void requireBuilt() {
        if (executable) {
            NativeProgram.in(folder);
        } else if (!Files.exists(jar())) {
            throw new StackFailed(
                    "%s is not built: %s is missing. First build it at the project's root: mvn -DskipTests package"
                            .formatted(folder.getFileName(), jar()));
        }
    }

    /**
     * Starts the service as a child of this process, which ends with it. Does not wait for it to be
     * ready.
     *
     * @throws IOException if it can't be started
     */
    public Process start() throws IOException {
        String memory = "-Xmx" + heap + "m";
        String end = "-XX:+ExitOnOutOfMemoryError";
        if (executable) {
            Path file = NativeProgram.in(folder);
            return new NativeProgram(file, List.of(memory, end), environment, log).start();
        }
        return new ChildJvm(
                        List.of(memory, collector, end),
                        Path.of(ownClasses()) + ":" + jar(),
                        MAIN,
                        List.of(),
                        environment,
                        folder,
                        log)
                .start();
    }

    /**
     * The same service with another heap and further settings.
     *
     * @param otherHeap maximum heap in MiB
     * @param more environment variables; they replace those of the same name
     */
    public ServicePlan with(int otherHeap, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new ServicePlan(
                name, folder, otherHeap, collector, httpPort, managementPort, all, log, executable);
    }

    /** The same service as it is packaged in another folder. */
    public ServicePlan in(Path otherFolder) {
        return new ServicePlan(
                name,
                otherFolder,
                heap,
                collector,
                httpPort,
                managementPort,
                environment,
                log,
                executable);
    }

    /** A further instance of the service, with a log and ports of its own. */
    public ServicePlan another(String otherName, int otherHttp, int otherManagement) {
        Map<String, String> ports =
                Map.of(
                        "QUARKUS_HTTP_PORT", Integer.toString(otherHttp),
                        "QUARKUS_MANAGEMENT_PORT", Integer.toString(otherManagement));
        return new ServicePlan(
                otherName,
                folder,
                heap,
                collector,
                otherHttp,
                otherManagement,
                with(heap, ports).environment(),
                log.resolveSibling(otherName + ".log"),
                executable);
    }

    /** The address of its readiness probe. */
    public URI readiness() {
        return URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    }

    /** Its entry in stack.json. */
    public StackFile.Started describe(ProcessHandle process) {
        Map<String, String> urls = new LinkedHashMap<>();
        if (name.startsWith("gateway")) {
            urls.put("ws", "ws://127.0.0.1:" + httpPort + "/ws-chat");
        }
        urls.put("http", "http://127.0.0.1:" + httpPort);
        urls.put("management", "http://127.0.0.1:" + managementPort);
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("http", httpPort);
        ports.put("management", managementPort);
        return new StackFile.Started(
                name, process.pid(), OwnProcess.startedAt(process), ports, urls, log.toString());
    }

    private Path jar() {
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    private static URI ownClasses() {
        return URI.create(
                Supervised.class.getProtectionDomain().getCodeSource().getLocation().toString());
    }
}
