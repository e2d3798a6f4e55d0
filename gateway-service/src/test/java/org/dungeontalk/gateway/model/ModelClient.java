package org.dungeontalk.gateway.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.session.ClientConnection;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.wire.RecordingWire;
import org.dungeontalk.gateway.wire.SteppedLoop;

/**
 * A player in one room. It keeps the last cursor, and notes all messages in streams: within a
 * stream nothing may be missing. A new stream begins where the gateway says that messages are.
 */
final class ModelClient {
    private final String name;
    private final ModelRun run;
    private final List<Stream> streams = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final ModelOutbox outbox;
    private Link link;
    private String cursor;
    private boolean left;
    private Runnable whenClosed = () -> {};

    /** Messages without a gap, as far as the client was told. */
    private record Stream(long after, List<Long> offsets) {}

    /** One connection. */
    private static final class Link {
        private final SteppedLoop eventLoop;
        private final Set<String> carriedOut = new HashSet<>();
        private ClientConnection connection;
        private boolean answered = true;
        private CloseCode closed;

        Link(SteppedLoop eventLoop) {
            this.eventLoop = eventLoop;
        }
    }

    private record Frame(String command, Map<String, String> headers, String body) {
        static Frame of(String text) {
            int end = text.indexOf("\n\n");
            String[] lines = text.substring(0, end).split("\n");
            Map<String, String> headers = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1));
            }
            return new Frame(lines[0], headers, text.substring(end + 2));
        }

        /** A text of the body. */
        String field(String field) {
            String from = "\"" + field + "\":\"";
            int start = body.indexOf(from) + from.length();
            return body.substring(start, body.indexOf('"', start));
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    ModelClient(String name, ModelRun run) {
        this.name = name;
        this.run = run;
        this.outbox = new ModelOutbox(name, run);
    }

    /** Sets what the client does when a gateway closes its connection. */
    void whenClosed(Runnable task) {
        whenClosed = task;
    }

    /** Connects to the gateway, in a step of its event loop. */
    void connect(ModelGateway gateway, int loop) {
        Link mine = new Link(gateway.loop(loop));
        link = mine;
        mine.eventLoop.receive(
                () -> {
                    mine.connection = open(gateway, mine);
                    mine.connection.receive("CONNECT\naccept-version:1.2\nhost:game\n\n\0");
                });
    }

    private ClientConnection open(ModelGateway gateway, Link mine) {
        RecordingWire wire =
                new RecordingWire(text -> received(mine, text), code -> closed(mine, code));
        Player player =
                new Player(name, name, null, Set.of(), Map.of(), Instant.EPOCH, Instant.MAX);
        return new ClientConnection(
                gateway.services(), gateway.connections(), wire, mine.eventLoop.loop(), player);
    }

    /** The client has received all messages up to the offset, from another gateway. */
    void knows(long offset) {
        cursor = run.cursor(offset);
        streams.add(new Stream(offset, new ArrayList<>()));
    }

    /** Subscribes to the room, from the last cursor on if there is one. */
    void subscribe() {
        later(
                mine -> {
                    mine.answered = false;
                    mine.connection.receive(
                            "SUBSCRIBE\nid:s\nreceipt:s\npresence:off\ndestination:/sub/chat/room/"
                                    + ModelRun.ROOM
                                    + (cursor == null ? "" : "\nafter:" + cursor)
                                    + "\n\n\0");
                });
    }

    /** Ends the subscription; what was received until then must be complete. */
    void unsubscribe() {
        later(
                mine -> {
                    left = true;
                    mine.connection.receive("UNSUBSCRIBE\nid:s\n\n\0");
                });
    }

    /** Sends a message, unless it was answered already. */
    void send(String id, String content) {
        String frame = outbox.frame(id, content);
        later(
                mine -> {
                    if (outbox.waits(content)) {
                        mine.carriedOut.add(content);
                        mine.connection.receive(frame);
                    }
                });
    }

    /** Does something in a step of the current connection's event loop, unless it was closed. */
    private void later(Consumer<Link> task) {
        Link mine = link;
        mine.eventLoop.receive(
                () -> {
                    if (mine.closed == null) {
                        task.accept(mine);
                    }
                });
    }

    /** The connection breaks; the client goes on as after a close. */
    void lost() {
        link.closed = CloseCode.INTERNAL;
        whenClosed.run();
    }

    private void closed(Link from, CloseCode code) {
        run.scheduler().note(name + " is closed: " + code);
        from.closed = code;
        from.eventLoop.loop().later(() -> from.connection.gone());
        if (!from.carriedOut.isEmpty()) {
            run.wrong(name + " was closed before the answers to " + from.carriedOut);
        }
        whenClosed.run();
    }

    private void received(Link from, String text) {
        if (from.closed != null) {
            run.wrong(name + " got after the end of the connection: " + text);
        }
        for (String frame : text.split("\0")) {
            received(Frame.of(frame));
        }
    }

    private void received(Frame frame) {
        run.scheduler().note(name + " gets " + frame.command() + " " + frame.headers());
        String id = frame.header("message-id");
        switch (frame.command()) {
            case "CONNECTED" -> {}
            case "RECEIPT" -> receipt(frame);
            case "MESSAGE" -> {
                if (id.equals("none")) {
                    begin(frame);
                } else if (id.startsWith("refused")) {
                    refused(frame);
                } else {
                    message(id);
                }
            }
            default -> run.wrong(name + " got " + frame);
        }
    }

    private void receipt(Frame frame) {
        String receipt = frame.header("receipt-id");
        if (receipt.equals("s")) {
            link.answered = true;
            begin(frame);
        } else {
            link.carriedOut.remove(receipt);
            outbox.confirmed(receipt);
        }
    }

    private void refused(Frame frame) {
        String receipt = frame.field("receiptId");
        link.carriedOut.remove(receipt);
        outbox.refused(receipt, frame.field("code"));
    }

    /** The position of the subscription is known; a new stream begins if it was lost. */
    private void begin(Frame frame) {
        String resumed = frame.header("resumed");
        String at = frame.header("cursor");
        if (resumed.equals("false") && frame.command().equals("RECEIPT")) {
            losses.add(frame.header("reason"));
        }
        if (resumed.equals("true")) {
            return;
        }
        if (at.isEmpty()) {
            run.wrong(name + " is not told where the stream begins");
        } else if (!frame.command().equals("RECEIPT") && offset(at) == last().after()) {
            return;
        } else {
            streams.add(new Stream(offset(at), new ArrayList<>()));
            cursor = at;
        }
    }

    private void message(String id) {
        cursor = id;
        if (!link.answered || streams.isEmpty()) {
            run.wrong(name + " got a message before the answer");
        } else {
            last().offsets().add(offset(id));
        }
    }

    private Stream last() {
        return streams.get(streams.size() - 1);
    }

    private static long offset(String cursor) {
        return Long.parseLong(cursor.substring(cursor.indexOf('-', 9) + 1));
    }

    /** Compares what was received with the log; the client must be up to date. */
    void check() {
        if (link.closed != null) {
            run.wrong(name + " was closed: " + link.closed);
        } else if (!link.answered) {
            run.wrong(name + " was never answered");
        }
        outbox.check();
        if (!losses.isEmpty() && !run.losesMessages()) {
            run.wrong(name + " was told to have lost messages: " + losses);
        }
        for (Stream stream : streams) {
            List<Long> expected = run.firsts(stream.after());
            if (left || stream != last()) {
                expected = expected.subList(0, Math.min(stream.offsets().size(), expected.size()));
            }
            if (!expected.equals(stream.offsets())) {
                run.wrong(
                        "%s should have got %s after %d, and got %s"
                                .formatted(name, expected, stream.after(), stream.offsets()));
            }
        }
    }
}
