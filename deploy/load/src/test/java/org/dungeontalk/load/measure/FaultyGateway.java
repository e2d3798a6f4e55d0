package org.dungeontalk.load.measure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.load.player.StompDecoder;
import org.dungeontalk.load.player.StompFrame;

/** A gateway in memory that makes one mistake. Its state is confined to one event loop. */
final class FaultyGateway implements AutoCloseable {

    /** The mistake. */
    enum Fault {
        NONE,
        LOSES_ONE,
        REPEATS_ONE,
        REPEATS_ONE_AFTER_THE_LAST,
        TURNS_ROUND_A_SENDER,
        TELLS_ONE_ANOTHER_ORDER,
        REFUSES_ONE,
        CLOSES_ONE,
        LETS_NOBODY_IN,
        LOSES_ONE_OF_THE_WARM_UP,
        LOSES_ALL,
        STALLS,
        ANSWERS_NO_STOMP,
        ANSWERS_AN_ERROR
    }

    /** After the warm-up, which is not counted. */
    private static final int FAULTY_MESSAGE = 40;

    private static final int EARLY_MESSAGE = 10;

    /** With those of the warm-up. */
    static final int ALL_MESSAGES = 80;

    /** How long after the last message it repeats one. */
    private static final long LATER_MILLIS = 100;

    /** How long a gateway that stalls delivers nothing. */
    static final long STALL_MILLIS = 500;

    /** When it goes on at the earliest, after the start of a load of 100 messages a second. */
    static final long STALL_UNTIL_MILLIS = FAULTY_MESSAGE * 10 + STALL_MILLIS;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final Map<String, List<ServerWebSocket>> rooms = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final Fault fault;
    private HttpServer server;
    private int messages;
    private boolean stalled;

    private record Held(ServerWebSocket member, String body) {}

    private FaultyGateway(Fault fault) {
        this.fault = fault;
    }

    static FaultyGateway start(Fault fault) throws Exception {
        FaultyGateway gateway = new FaultyGateway(fault);
        gateway.server =
                gateway.vertx
                        .createHttpServer(
                                new HttpServerOptions()
                                        .setWebSocketSubProtocols(List.of("v12.stomp")))
                        .webSocketHandler(gateway::opened)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
        return gateway;
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + "/ws-chat");
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void opened(ServerWebSocket socket) {
        StompDecoder decoder = new StompDecoder();
        socket.handler(
                (Buffer data) ->
                        decoder.decode(ByteBuffer.wrap(data.getBytes()))
                                .forEach(frame -> received(socket, frame)));
    }

    private void received(ServerWebSocket socket, StompFrame frame) {
        switch (frame.command()) {
            case "CONNECT" -> {
                switch (fault) {
                    case LETS_NOBODY_IN -> socket.close((short) 4003, "not you");
                    case ANSWERS_NO_STOMP -> socket.writeTextMessage("<html>\nno header\n\n\0");
                    case ANSWERS_AN_ERROR ->
                            write(socket, StompFrame.of("ERROR", "", "message", "Bad token"));
                    default -> write(socket, StompFrame.of("CONNECTED", "", "version", "1.2"));
                }
            }
            case "SUBSCRIBE" -> {
                String room = frame.header("destination").orElseThrow();
                rooms.computeIfAbsent(room, first -> new ArrayList<>()).add(socket);
                frame.header("receipt")
                        .ifPresent(
                                receipt ->
                                        write(
                                                socket,
                                                StompFrame.of(
                                                        "RECEIPT", "", "receipt-id", receipt)));
            }
            default -> said(socket, frame.body());
        }
    }

    /** Room 0 has the odd messages' senders; the mistake is made there. */
    private void said(ServerWebSocket sender, String body) {
        String room = "/sub/chat/room/" + body.replaceAll(".*\"roomId\":\"([^\"]*)\".*", "$1");
        List<ServerWebSocket> members = rooms.get(room);
        if (fault == Fault.LOSES_ALL
                || fault == Fault.LOSES_ONE_OF_THE_WARM_UP && messages == EARLY_MESSAGE) {
            messages++;
            return;
        }
        boolean now = messages++ == FAULTY_MESSAGE;
        if (messages == ALL_MESSAGES && fault == Fault.REPEATS_ONE_AFTER_THE_LAST) {
            vertx.setTimer(LATER_MILLIS, later -> message(members.get(0), body));
        }
        if (now && fault == Fault.STALLS) {
            stalled = true;
            vertx.setTimer(STALL_MILLIS, over -> goOn());
        }
        if (stalled) {
            members.forEach(member -> held.add(new Held(member, body)));
            return;
        }
        if (now && fault == Fault.REFUSES_ONE) {
            write(
                    sender,
                    StompFrame.of(
                            "MESSAGE",
                            "{\"code\":\"RATE_LIMITED\"}",
                            "subscription",
                            "errors",
                            "destination",
                            "/user/queue/errors"));
            return;
        }
        for (int i = 0; i < members.size(); i++) {
            deliver(members.get(i), body, now && i == 0);
        }
    }

    private void goOn() {
        stalled = false;
        held.forEach(one -> message(one.member(), one.body()));
        held.clear();
    }

    private void deliver(ServerWebSocket member, String body, boolean faulty) {
        if (faulty && fault == Fault.CLOSES_ONE) {
            member.close();
            return;
        }
        if (faulty && fault == Fault.LOSES_ONE) {
            return;
        }
        boolean holds = holdsBack(member, body, faulty);
        if (holds) {
            held.add(new Held(member, body));
            return;
        }
        message(member, body);
        if (faulty && fault == Fault.REPEATS_ONE) {
            message(member, body);
        }
        release(member, body);
    }

    private boolean holdsBack(ServerWebSocket member, String body, boolean faulty) {
        return faulty
                && (fault == Fault.TURNS_ROUND_A_SENDER || fault == Fault.TELLS_ONE_ANOTHER_ORDER);
    }

    /** A held message follows the next one: of its sender, or of another one. */
    private void release(ServerWebSocket member, String body) {
        List<Held> released =
                held.stream()
                        .filter(one -> one.member() == member)
                        .filter(
                                one ->
                                        fault == Fault.TELLS_ONE_ANOTHER_ORDER
                                                || sender(one.body()).equals(sender(body)))
                        .toList();
        released.forEach(one -> message(one.member(), one.body()));
        held.removeAll(released);
    }

    private static String sender(String body) {
        return body.replaceAll(".*\"~([0-9]+)\\..*", "$1");
    }

    private static void message(ServerWebSocket member, String body) {
        write(
                member,
                StompFrame.of("MESSAGE", body, "subscription", "room", "destination", "/sub/x"));
    }

    private static void write(ServerWebSocket socket, StompFrame frame) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(frame.encoded());
        }
    }
}
