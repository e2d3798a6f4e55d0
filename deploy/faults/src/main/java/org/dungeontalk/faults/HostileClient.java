package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A connection that repeats a unit, reads the answers, and opens again when it is cut off. A unit
 * that the socket does not take is continued later. Confined to one thread; only opening blocks.
 */
final class HostileClient implements AutoCloseable {

    private static final int TAIL = 130;
    private static final long ANSWER_MILLIS = 2_000;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final HostileUnit unit;
    private final int number;
    private final InetSocketAddress from;
    private final InetSocketAddress gateway;
    private final String token;
    private final Map<String, Integer> answers;
    private final ByteBuffer in = ByteBuffer.allocate(65_536);
    private final long every;
    private SocketChannel channel;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private String last = "";
    private int serial;
    private long due;
    private long written;
    private long units;

    /**
     * @param token of a player; unused without a session
     * @param answers counts how connections were answered and ended
     */
    HostileClient(
            HostileUnit unit,
            int number,
            InetSocketAddress from,
            InetSocketAddress gateway,
            String token,
            Map<String, Integer> answers) {
        this.unit = unit;
        this.number = number;
        this.from = from;
        this.gateway = gateway;
        this.token = token;
        this.answers = answers;
        this.every = (long) (TimeUnit.SECONDS.toNanos(1) / unit.perSecond());
        this.due = System.nanoTime() + every * (number % unit.connections()) / unit.connections();
    }

    /** Bytes that the socket took. */
    long written() {
        return written;
    }

    /** Units begun. */
    long units() {
        return units;
    }

    /** Reads what there is, and sends what is due. */
    void step(long now) {
        try {
            if (channel == null) {
                if (now >= due) {
                    open();
                }
                return;
            }
            read();
            while (channel != null && now >= due) {
                if (!out.hasRemaining()) {
                    out = ByteBuffer.wrap(unit.bytes().of(number, serial++));
                    units++;
                }
                written += channel.write(out);
                if (out.hasRemaining()) {
                    return;
                }
                due += every;
            }
        } catch (IOException cut) {
            end(cut.getMessage() == null ? "cut" : "reset", now);
        }
    }

    private void open() throws IOException {
        serial = 0;
        last = "";
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(from);
        channel.connect(gateway);
        switch (unit.opening()) {
            case TCP -> {}
            case WEBSOCKET -> upgrade("/ws-chat");
            case SOCKJS -> {
                upgrade("/ws-chat/1/s/websocket?token=" + token);
                connect("[\"CONNECT\\naccept-version:1.2\\nhost:x\\n\\n\\u0000\"]");
            }
            case PLAYER -> {
                upgrade("/ws-chat?token=" + token);
                connect("CONNECT\naccept-version:1.2\nhost:x\n\n\0");
            }
            default -> throw new IllegalStateException();
        }
        channel.configureBlocking(false);
        out = ByteBuffer.wrap(unit.begins());
        due = Math.max(due, System.nanoTime());
    }

    private void connect(String frame) throws IOException {
        channel.write(ByteBuffer.wrap(HostileUnit.text(frame)));
    }

    private void upgrade(String path) throws IOException {
        channel.write(
                ByteBuffer.wrap(
                        ("GET "
                                        + path
                                        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                                .getBytes(US_ASCII)));
        channel.socket().setSoTimeout((int) ANSWER_MILLIS);
        in.clear();
        int read = channel.read(in);
        String head = new String(in.array(), 0, Math.max(0, read), ISO_8859_1);
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("refused");
        }
    }

    private void read() throws IOException {
        in.clear();
        int read = channel.read(in);
        while (read > 0) {
            heard(new String(in.array(), 0, read, ISO_8859_1));
            in.clear();
            read = channel == null ? 0 : channel.read(in);
        }
        if (read < 0) {
            end("cut", System.nanoTime());
        }
    }

    private void heard(String bytes) {
        String all = last + bytes;
        last = all.substring(Math.max(0, all.length() - TAIL));
        if (unit.opening() == HostileUnit.Opening.TCP && bytes.startsWith("HTTP/1.1 ")) {
            answers.merge(bytes.substring(9, 12), 1, Integer::sum);
            if (bytes.startsWith("101", 9)) {
                close();
            }
        }
    }

    private void end(String how, long now) {
        int close = last.lastIndexOf((char) RawSocket.CLOSE);
        boolean code =
                unit.opening() != HostileUnit.Opening.TCP
                        && close >= 0
                        && close + 4 <= last.length();
        answers.merge(
                code ? Integer.toString(last.charAt(close + 2) << 8 | last.charAt(close + 3)) : how,
                1,
                Integer::sum);
        close();
        due = Math.max(due, now + AGAIN_NANOS);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // gone already
        }
        channel = null;
        out = ByteBuffer.allocate(0);
    }
}
