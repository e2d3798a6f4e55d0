package org.dungeontalk.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The connections that repeat one unit; one thread serves them all. */
final class HostileClients implements AutoCloseable {

    private static final int ADDRESSES = 20;
    private static final long TICK_MICROS = 500;

    private final List<HostileClient> clients = new ArrayList<>();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Thread thread = new Thread(this::run, "hostile");
    private final int port;

    /**
     * What was sent so far.
     *
     * @param bytes that the gateway has read
     * @param units that were begun
     */
    record Sent(long bytes, long units) {

        Sent minus(Sent before) {
            return new Sent(bytes - before.bytes, units - before.units);
        }
    }

    /**
     * Starts the clients.
     *
     * @param network third number of their addresses, so that each unit has a network of its own
     */
    HostileClients(GatewayWatch gateway, HostileUnit unit, int network) throws IOException {
        port = gateway.address().getPort();
        InetSocketAddress at = new InetSocketAddress("127.0.0.1", port);
        for (int i = 0; i < unit.connections(); i++) {
            String from = "127.0.%d.%d".formatted(network, 1 + i % ADDRESSES);
            clients.add(
                    new HostileClient(
                            unit,
                            i,
                            new InetSocketAddress(from, 0),
                            at,
                            gateway.token("hostile-" + network + "-" + i),
                            answers));
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long now = System.nanoTime();
                synchronized (this) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    clients.forEach(client -> client.step(now));
                }
                TimeUnit.MICROSECONDS.sleep(TICK_MICROS);
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the gateway has read; bytes in the sockets' buffers don't count. */
    synchronized Sent sent() throws IOException {
        long written = clients.stream().mapToLong(HostileClient::written).sum();
        long units = clients.stream().mapToLong(HostileClient::units).sum();
        return new Sent(written - UnreadBytes.of(port), units);
    }

    /** How often each answer came: HTTP status, close code, "cut" or "reset". */
    synchronized Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    @Override
    public void close() {
        thread.interrupt();
        synchronized (this) {
            clients.forEach(HostileClient::close);
        }
    }
}
