package org.dungeontalk.load.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dungeontalk.local.stack.StackFailed;

/**
 * Starts the servers in turn, puts the load on each, and keeps the results. One thread runs it; any
 * thread may call {@link #close}, which ends the client and the server.
 */
final class Comparison implements AutoCloseable {

    private static final int LEAD_SECONDS = 6;
    private static final int WARM_UP_RATE = 2_000;
    private static final int WARM_UP_ROOM = 10;

    /**
     * What is measured.
     *
     * @param servers the turns of a round
     * @param rates of each turn, in messages a second
     * @param clients members
     * @param rooms that they are spread over
     * @param seconds that count in each run
     * @param warmUp seconds before the runs of a turn
     */
    record Plan(
            List<String> servers,
            List<Double> rates,
            int clients,
            int rooms,
            int rounds,
            int seconds,
            int warmUp) {

        /**
         * The load before the measurement. Whatever the rooms, it is 2,000 messages a second in
         * rooms of ten: in large rooms so few messages are sent that the JVM would not compile what
         * accepts them, and in small ones 20,000 deliveries would be more messages than a server
         * can take.
         */
        LoadClient.Load warmUpLoad() {
            int most = Math.max(1, clients / WARM_UP_ROOM);
            return new LoadClient.Load(most, WARM_UP_RATE, 0, warmUp);
        }

        LoadClient.Load load(double rate) {
            return new LoadClient.Load(rooms, rate, LEAD_SECONDS, seconds);
        }
    }

    private final Plan plan;
    private final LoadClient client;
    private final Function<String, ComparedServer> servers;
    private final PrintStream progress;
    private final ComparisonTable table;
    private final CpuTable cpuTable = new CpuTable();
    private ComparedServer current;
    private boolean closed;

    /**
     * @param servers makes a server, not started yet
     * @param reference the server to whose CPU time the others' is related
     * @param progress gets a line for each run
     */
    Comparison(
            Plan plan,
            LoadClient client,
            Function<String, ComparedServer> servers,
            String reference,
            PrintStream progress) {
        this.plan = plan;
        this.client = client;
        this.servers = servers;
        this.progress = progress;
        this.table = new ComparisonTable(reference);
    }

    /**
     * Starts and ends servers once, without load. So one that is missing is found before anything
     * is measured.
     */
    void tryOut(List<String> names) throws IOException, InterruptedException {
        for (String name : names) {
            try (ComparedServer server = next(name)) {
                server.start();
            }
        }
    }

    /** Measures all rounds. Blocks. */
    void run() throws IOException, InterruptedException {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (String name : plan.servers()) {
                turn(round, name);
            }
        }
    }

    private void turn(int round, String name) throws IOException, InterruptedException {
        try (ComparedServer server = next(name)) {
            String arguments = server.start();
            if (plan.warmUp() > 0) {
                LoadClient.Load load = plan.warmUpLoad();
                ClientRun warm = run(server, arguments, load).run();
                progress.println(warm.line(round, name, load.rate()) + " (warm-up)");
            }
            for (double rate : plan.rates()) {
                measure(round, name, server, arguments, rate);
            }
        }
    }

    private void measure(
            int round, String name, ComparedServer server, String arguments, double rate)
            throws IOException, InterruptedException {
        try (CpuSamples samples = server.cpu().map(CpuSamples::new).orElse(null)) {
            LoadClient.Counted counted = run(server, arguments, plan.load(rate));
            server.requireAlive();
            table.add(rate, name, counted.run());
            if (samples != null) {
                Map<String, Double> micros = samples.perMessage(counted, rate);
                if (!micros.isEmpty()) {
                    cpuTable.add(rate, micros);
                }
            }
            progress.println(counted.run().line(round, name, rate));
        }
    }

    /** If the server has ended, that is why the client has failed. */
    private LoadClient.Counted run(ComparedServer server, String arguments, LoadClient.Load load)
            throws IOException, InterruptedException {
        try {
            return client.run(arguments, load);
        } catch (StackFailed e) {
            if (!isClosed()) {
                server.requireAlive();
            }
            throw e;
        }
    }

    private synchronized ComparedServer next(String name) {
        if (closed) {
            throw new StackFailed("The comparison was stopped.");
        }
        current = servers.apply(name);
        return current;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The results so far, as Markdown; empty if there are none. */
    String result() {
        String cpu = cpuTable.markdown();
        return table.markdown() + (cpu.isEmpty() ? "" : "\n" + cpu);
    }

    @Override
    public void close() throws IOException {
        ComparedServer last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        client.close();
        if (last != null) {
            last.close();
        }
    }
}
