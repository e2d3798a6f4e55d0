package org.dungeontalk.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.KafkaLayout;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.embedded.PostgresServer;

/**
 * The whole backbone on this machine. Kafka and PostgreSQL start at the same time, then the topics
 * are created, then the services start at the same time; a stop has the reverse order. All
 * processes are children of this one and end with it, even if it is killed.
 *
 * <p>{@link #start} and {@link #restart} block until everything is ready. Any thread may call
 * {@link #close}, even while the stack is starting.
 */
public final class Stack implements AutoCloseable {

    private final StackOptions options;
    private final DataDir data;
    private final Progress progress;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final SideBySide sideBySide = new SideBySide();
    private volatile FileChannel lock;
    private volatile KafkaCluster kafka;
    private volatile PostgresServer postgres;
    private volatile List<RunningService> services = List.of();
    private volatile boolean ready;
    private volatile boolean closing;

    /** A stack that is not started yet. */
    public Stack(StackOptions options, Progress progress) {
        this.options = options;
        this.data = new DataDir(options.dataDir());
        this.progress = progress;
    }

    /**
     * Starts everything. After a failure, nothing is left running.
     *
     * @throws StackFailed if a port is in use, another stack has the directory, or a service is not
     *     built or does not start
     */
    public void start() {
        new ServicePlans(options, data).requireBuilt();
        try {
            lock = data.lock().orElseThrow(this::running);
            options.ports().requireFree(Ports::isFree);
            if (options.fresh()) {
                data.empty();
            }
            data.prepareRun();
            writeFile();
            startInfrastructure();
            startServices();
        } catch (IOException e) {
            close();
            throw new StackFailed("The stack could not be started: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            if (closing) {
                throw new StackFailed("The stack was stopped while it started.", e);
            }
            close();
            throw e;
        }
    }

    /** Writes to stack.json that everything is ready. */
    public void announceReady() {
        ready = true;
        writeFile();
    }

    /** The directory of this stack's files. */
    public DataDir data() {
        return data;
    }

    /** The running Kafka. */
    public KafkaCluster kafka() {
        return kafka;
    }

    /** The running PostgreSQL. */
    public PostgresServer postgres() {
        return postgres;
    }

    /**
     * The service with this name.
     *
     * @throws StackFailed if there is none
     */
    public RunningService service(String name) {
        return services.stream()
                .filter(service -> service.plan().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /**
     * Restarts a process with the same ports and settings, and returns when it is ready. Stops it
     * first if it runs.
     *
     * @param name a service, {@code kafka-N} or {@code postgres}
     * @return whether it is ready; a broker without a majority of the others only runs
     */
    public boolean restart(String name) {
        boolean answers = true;
        if (name.equals("postgres")) {
            postgres.restart();
        } else if (name.matches("kafka-[0-9]")
                && Character.digit(name.charAt(6), 10) < kafka.size()) {
            int broker = Character.digit(name.charAt(6), 10);
            kafka.killBroker(broker);
            answers = kafka.startBroker(broker);
        } else {
            RunningService service = service(name);
            service.stop();
            service.start();
            service.awaitReady();
        }
        writeFile();
        return answers;
    }

    /**
     * Stops a service, and lets another process with the same ports take its place until the stack
     * ends. {@link #restart} ends that process too.
     *
     * @param name the service
     * @param other the process that takes its place
     * @throws StackFailed if there is no such service
     */
    public void handOver(String name, ProcessHandle other) {
        service(name).handOver(other);
        writeFile();
    }

    /** Deletes the log with all its messages, and creates it again. The services go on. */
    public void recreateLog() {
        Topics.recreateLog(kafka);
    }

    /** The content for stack.json now. */
    public StackFile describe() {
        List<StackFile.Started> processes = new ArrayList<>();
        KafkaCluster cluster = kafka;
        PostgresServer database = postgres;
        Processes known = new Processes(data, options.ports());
        if (cluster != null) {
            processes.addAll(known.brokers(cluster));
        }
        if (database != null) {
            processes.add(known.postgres(database));
        }
        services.stream()
                .map(RunningService::describe)
                .flatMap(Optional::stream)
                .forEach(processes::add);
        return new StackFile(
                ready,
                known.self(),
                cluster == null ? null : new StackFile.Kafka(cluster.bootstrapServers()),
                database == null ? null : Processes.access(database),
                processes,
                options.ports().processes());
    }

    /** Stops everything: services, then Kafka, then PostgreSQL. A second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        stop("services", () -> each(RunningService::stop), !services.isEmpty());
        stop("kafka", () -> kafka.close(), kafka != null);
        stop("postgres", () -> postgres.close(), postgres != null);
        sideBySide.close();
        release();
    }

    private void startInfrastructure() throws IOException {
        KafkaLayout layout = options.ports().kafka(data.kafka(), data.logs());
        sideBySide.run(List.of(() -> startKafka(layout), this::startPostgres));
        writeFile();
    }

    private void startKafka(KafkaLayout layout) {
        kafka = started(() -> KafkaCluster.start(layout));
        Topics.create(kafka);
        progress.say("kafka", "ready, topics exist, " + kafka.bootstrapServers());
    }

    private void startPostgres() {
        postgres =
                started(
                        () ->
                                PostgresServer.start(
                                        data.postgres(),
                                        data.log("postgres"),
                                        options.ports().postgres()));
        progress.say("postgres", "ready, " + postgres.reactiveUrl());
    }

    private void startServices() throws IOException {
        services =
                new ServicePlans(options, data)
                        .of(kafka, postgres, data.ensureSecret()).stream()
                                .map(
                                        plan ->
                                                new RunningService(
                                                        plan, data.option(), http, progress))
                                .toList();
        for (RunningService service : services) {
            data.keepSettings(service.plan().name(), service.plan().environment());
            service.start();
        }
        writeFile();
        each(this::awaitReady);
    }

    private void awaitReady(RunningService service) {
        service.awaitReady();
        progress.say(service.plan().name(), "ready, http://127.0.0.1:" + service.plan().httpPort());
    }

    /** Starts a part. Closes it again if the stack was closed meanwhile. */
    private <T extends AutoCloseable> T started(Supplier<T> start) {
        T part = start.get();
        if (closing) {
            try {
                part.close();
            } catch (Exception e) {
                throw new StackFailed("A process did not stop: " + e.getMessage(), e);
            }
            throw new StackFailed("The stack was stopped while it started.");
        }
        return part;
    }

    private void each(Consumer<RunningService> what) {
        sideBySide.run(
                services.stream().map(service -> (Runnable) () -> what.accept(service)).toList());
    }

    private void stop(String part, Runnable how, boolean there) {
        if (there) {
            how.run();
            progress.say(part, "stopped");
        }
    }

    private void release() {
        try {
            if (lock != null) {
                Files.deleteIfExists(data.stackFile());
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void writeFile() {
        if (!closing) {
            try {
                describe().write(data);
            } catch (IOException e) {
                throw new StackFailed("stack.json could not be written: " + e.getMessage(), e);
            }
        }
    }

    private StackFailed running() {
        return new StackFailed(
                "A stack already runs on %s. Stop it with deploy/local/down%s, or choose another directory with --data DIR."
                        .formatted(data.path(), data.option()));
    }

    private StackFailed unknown(String name) {
        String known = String.join(", ", options.ports().processes());
        return new StackFailed("This stack has no %s. It has: %s".formatted(name, known));
    }
}
