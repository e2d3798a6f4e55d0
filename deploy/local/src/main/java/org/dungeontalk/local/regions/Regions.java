package org.dungeontalk.local.regions;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.dungeontalk.embedded.DataDirectory;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.stack.Progress;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFailed;
import org.dungeontalk.local.stack.StackOptions;
import org.dungeontalk.local.stack.StackPorts;

/**
 * Two regions on this machine: each has a whole stack with its own Kafka and PostgreSQL, and the
 * mirror joins their logs. Both accept the same tokens.
 *
 * <p>{@link #start} blocks until everything is ready. Any thread may call {@link #close}, even
 * while the regions are starting.
 */
public final class Regions implements AutoCloseable {

    /** The regions' names, in order. */
    public static final List<String> NAMES = List.of("region-a", "region-b");

    /**
     * The layout of both regions.
     *
     * @param root the project's root, which contains the services' folders
     * @param dataDir contains a directory for each region, and one for the mirror
     * @param ports the ports of each region, in the order of {@link #NAMES}
     * @param mirrorPort the mirror's own port, see {@link MirrorSettings}
     * @param limits false runs the gateways without rate limits
     * @param fresh true deletes the data of earlier runs
     */
    public record Layout(
            Path root,
            Path dataDir,
            List<StackPorts> ports,
            int mirrorPort,
            boolean limits,
            boolean fresh) {

        /** Makes the list unmodifiable. */
        public Layout {
            ports = List.copyOf(ports);
        }

        /** The directory of one region. */
        public DataDir data(String region) {
            return new DataDir(dataDir.resolve(region));
        }
    }

    private static final String MIRROR = "mirror";

    private final Layout layout;
    private final Progress progress;
    private final Map<String, Stack> stacks = new LinkedHashMap<>();
    private volatile Mirror mirror;
    private volatile boolean closing;

    /** Regions that are not started yet. */
    public Regions(Layout layout, Progress progress) {
        this.layout = layout;
        this.progress = progress;
        for (int i = 0; i < NAMES.size(); i++) {
            StackOptions options =
                    new StackOptions(
                            layout.root(),
                            layout.data(NAMES.get(i)).path(),
                            layout.ports().get(i),
                            layout.limits(),
                            false,
                            false,
                            NAMES.get(i),
                            null,
                            Map.of());
            stacks.put(NAMES.get(i), new Stack(options, progress.within(NAMES.get(i))));
        }
    }

    /**
     * Starts both regions and the mirror at the same time. After a failure, nothing is left
     * running.
     *
     * @throws StackFailed with the reason
     */
    public void start() {
        try {
            prepare();
            startMirror();
            sideBySide(Stack::start);
            mirror.awaitReady();
            progress.say("mirror", "ready in both directions");
        } catch (IOException e) {
            close();
            throw new StackFailed("The regions could not be started: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The region with this name. */
    public Stack region(String name) {
        return stacks.get(name);
    }

    /** The mirror between them. */
    public Mirror mirror() {
        return mirror;
    }

    /** Stops the mirror, then both regions. */
    @Override
    public void close() {
        Mirror stopping;
        synchronized (this) {
            closing = true;
            stopping = mirror;
        }
        if (stopping != null) {
            stopping.close();
        }
        sideBySide(Stack::close);
    }

    private void prepare() throws IOException {
        if (layout.fresh()) {
            if (!Files.exists(layout.data(NAMES.get(0)).path())) {
                new DataDir(layout.dataDir()).requireOurs(List.of(MIRROR));
            }
            for (String name : NAMES) {
                empty(layout.data(name));
            }
            DataDirectory.delete(mirrorDirectory());
        }
        String secret = layout.data(NAMES.get(0)).ensureSecret();
        for (String name : NAMES.subList(1, NAMES.size())) {
            layout.data(name).keepSecret(secret);
        }
    }

    private static void empty(DataDir data) throws IOException {
        try (FileChannel lock = data.lock().orElse(null)) {
            if (lock == null) {
                throw new StackFailed("A stack already runs on %s.".formatted(data.path()));
            }
            data.empty();
        }
    }

    private void startMirror() {
        Map<String, String> bootstrap = new HashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            int port = layout.ports().get(i).kafkaBrokers().get(0);
            bootstrap.put(NAMES.get(i), "127.0.0.1:" + port);
        }
        synchronized (this) {
            if (closing) {
                throw new StackFailed("The regions were stopped while they started.");
            }
            MirrorSettings settings = new MirrorSettings(bootstrap, layout.mirrorPort());
            mirror = new Mirror(mirrorDirectory(), settings, progress);
            mirror.start();
        }
    }

    private Path mirrorDirectory() {
        return layout.dataDir().resolve(MIRROR);
    }

    private void sideBySide(Consumer<Stack> what) {
        try {
            CompletableFuture.allOf(
                            stacks.values().stream()
                                    .map(one -> CompletableFuture.runAsync(() -> what.accept(one)))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw new StackFailed(e.getCause().getMessage(), e.getCause());
        }
    }
}
