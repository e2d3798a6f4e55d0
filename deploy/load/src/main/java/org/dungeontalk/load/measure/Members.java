package org.dungeontalk.load.measure;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.dungeontalk.local.stack.StackFailed;

/** The members and their connections. Used by one thread. */
final class Members implements AutoCloseable {

    private static final int AT_ONCE = 64;
    private static final int LONGEST_MESSAGE = 16 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final long JOIN_SECONDS = 300;

    private final Vertx vertx;
    private final WebSocketClient client;
    private final LoadPlan plan;
    private final Duration connect;
    private final LoadMember[] members;

    Members(LoadPlan plan) {
        this(plan, CONNECT);
    }

    /**
     * @param connect time limit of each connection until its WebSocket is open
     */
    Members(LoadPlan plan, Duration connect) {
        this.plan = plan;
        this.connect = connect;
        this.members = new LoadMember[plan.clients()];
        this.vertx =
                Vertx.vertx(
                        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        takeFirstTimer();
        this.client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setMaxConnections(plan.clients())
                                .setMaxFrameSize(LONGEST_MESSAGE)
                                .setMaxMessageSize(LONGEST_MESSAGE)
                                .setConnectTimeout((int) connect.toMillis()));
    }

    /**
     * Vert.x does not end the time limit of a WebSocket if its timer has the id 0, which is the
     * first one: it would close the first member's connection after 30 seconds.
     */
    private void takeFirstTimer() {
        vertx.setTimer(1, first -> {});
    }

    /**
     * Connects all members and has them join their rooms, some at a time. Blocks until all have.
     *
     * @param gateways the members' gateways, in turn
     * @param tokens each member's token
     * @throws StackFailed if one can't join
     */
    void join(List<URI> gateways, IntFunction<String> tokens, Deliveries deliveries)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS);
        Semaphore slots = new Semaphore(AT_ONCE);
        CountDownLatch joined = new CountDownLatch(members.length);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < members.length && failure.get() == null; i++) {
            if (!slots.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                break;
            }
            members[i] = new LoadMember(i, plan, deliveries);
            join(members[i], gateways.get(i % gateways.size()), tokens.apply(i))
                    .onComplete(
                            done -> {
                                if (done.failed()) {
                                    failure.compareAndSet(null, done.cause());
                                }
                                slots.release();
                                joined.countDown();
                            });
        }
        awaitAll(joined, failure, end);
    }

    private void awaitAll(CountDownLatch joined, AtomicReference<Throwable> failure, long end)
            throws InterruptedException {
        while (failure.get() == null && !joined.await(1, TimeUnit.SECONDS)) {
            if (System.nanoTime() - end > 0) {
                throw new StackFailed(
                        "Only %d of %d members have joined within %d s."
                                .formatted(
                                        members.length - joined.getCount(),
                                        members.length,
                                        JOIN_SECONDS));
            }
        }
        if (failure.get() != null) {
            throw new StackFailed(
                    "A member could not join: " + failure.get().getMessage(), failure.get());
        }
    }

    private Future<Void> join(LoadMember member, URI gateway, String token) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions()
                        .setHost(gateway.getHost())
                        .setPort(port(gateway))
                        .setSsl("wss".equals(gateway.getScheme()))
                        .setURI(target(gateway))
                        .addSubProtocol("v12.stomp")
                        .setTimeout(connect.toMillis());
        return client.connect(options)
                .recover(failure -> Future.failedFuture(noWebSocket(gateway, failure)))
                .compose(socket -> member.join(socket, gateway.getHost(), token));
    }

    private static IOException noWebSocket(URI gateway, Throwable failure) {
        String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return new IOException("no WebSocket at %s: %s".formatted(gateway, reason), failure);
    }

    private static int port(URI gateway) {
        if (gateway.getPort() != -1) {
            return gateway.getPort();
        }
        return "wss".equals(gateway.getScheme()) ? 443 : 80;
    }

    private static String target(URI gateway) {
        String query = gateway.getRawQuery();
        return gateway.getRawPath() + (query == null ? "" : "?" + query);
    }

    /** Sends all messages of the plan; blocks until the last one is sent. */
    long load() {
        return plan.loop()
                .run(plan.begin(), (message, due) -> members[plan.senderOf(message)].send(due));
    }

    /** Rooms whose members did not get the same messages in one order. */
    int roomsWithTwoOrders() {
        long[] hashes = new long[plan.rooms()];
        boolean[] differs = new boolean[plan.rooms()];
        for (int i = 0; i < members.length; i++) {
            int room = members[i].room();
            if (i < plan.rooms()) {
                hashes[room] = members[i].orderHash();
            } else if (hashes[room] != members[i].orderHash()) {
                differs[room] = true;
            }
        }
        int count = 0;
        for (boolean one : differs) {
            count += one ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() {
        Arrays.stream(members).filter(Objects::nonNull).forEach(LoadMember::leave);
        vertx.close();
    }
}
