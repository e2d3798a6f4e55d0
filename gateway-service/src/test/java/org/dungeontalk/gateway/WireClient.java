package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Predicate;

/** A TCP connection that sends WebSocket frames right or wrong, and answers no ping by itself. */
public final class WireClient implements AutoCloseable {
    public static final int TEXT = 0x81;
    public static final int BINARY = 0x82;
    public static final int FIRST_TEXT = 0x01;
    public static final int CONTINUATION = 0x00;
    public static final int LAST_CONTINUATION = 0x80;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;

    /** The end of a connection without a close frame. */
    public static final int CUT = 0;

    private static final int CLOSE = 0x88;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A frame of the server's. */
    public record Frame(int first, byte[] payload) {
        public String text() {
            return new String(payload, UTF_8);
        }
    }

    private final Socket socket = new Socket();

    /** Opens a WebSocket at that path, which may have a query. */
    public WireClient(int port, String path) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("localhost", port));
        write(
                ("GET "
                                + path
                                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(US_ASCII));
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new EOFException("refused: " + head);
            }
            head.append((char) c);
        }
    }

    /** A STOMP session with those heart-beats. */
    public static WireClient connected(int port, String token, String beats) throws IOException {
        WireClient client = new WireClient(port, "/ws-chat?token=" + token);
        client.frame(TEXT, "CONNECT\naccept-version:1.2\nheart-beat:" + beats + "\nhost:x\n\n\0");
        client.await(f -> f.text().startsWith("CONNECTED"));
        return client;
    }

    public void frame(int first, String payload) throws IOException {
        frame(first, payload.getBytes(UTF_8));
    }

    public void frame(int first, byte[] payload) throws IOException {
        write(encoded(first, payload, 1));
    }

    /** The same frame so many times, in one go. */
    public void frames(int first, String payload, int times) throws IOException {
        write(encoded(first, payload.getBytes(UTF_8), times));
    }

    /** The head of a frame of so many bytes, less than 65,536, and the first of them. */
    public void begin(int first, int length, byte[] some) throws IOException {
        write(
                ByteBuffer.allocate(8 + some.length)
                        .put((byte) first)
                        .put((byte) 0xFE)
                        .putShort((short) length)
                        .putInt(0)
                        .put(some)
                        .array());
    }

    /** The next frame. */
    public Frame read(Duration within) throws IOException {
        socket.setSoTimeout((int) Math.max(1, within.toMillis()));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7F;
        byte[] payload =
                new byte
                        [length == 126
                                ? in.readUnsignedShort()
                                : length == 127 ? (int) in.readLong() : length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** Reads up to a frame like that. */
    public Frame await(Predicate<Frame> like) throws IOException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            Frame frame = read(Duration.ofNanos(end - System.nanoTime()));
            if (like.test(frame)) {
                return frame;
            }
        }
    }

    /** Reads to the end of the connection: the close code, or {@link #CUT}. */
    public int awaitClose() throws IOException {
        try {
            Frame close = await(f -> f.first() == CLOSE);
            return ByteBuffer.wrap(close.payload()).getShort() & 0xFFFF;
        } catch (EOFException | SocketException e) {
            return CUT;
        }
    }

    /** Whether nothing but pings and beats came, and no end, for so long; pings are answered. */
    public boolean livesAndAnswers(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            try {
                Frame frame = read(Duration.ofNanos(end - System.nanoTime()));
                if (frame.first() == PING) {
                    frame(PONG, frame.payload());
                } else if (frame.first() == CLOSE) {
                    return false;
                }
            } catch (SocketTimeoutException quiet) {
                return true;
            } catch (EOFException | SocketException cut) {
                return false;
            }
        }
        return true;
    }

    private static byte[] encoded(int first, byte[] payload, int times) {
        ByteBuffer all = ByteBuffer.allocate(times * (payload.length + 14));
        for (int i = 0; i < times; i++) {
            all.put((byte) first);
            if (payload.length < 126) {
                all.put((byte) (0x80 | payload.length));
            } else if (payload.length < 65_536) {
                all.put((byte) 0xFE).putShort((short) payload.length);
            } else {
                all.put((byte) 0xFF).putLong(payload.length);
            }
            all.putInt(0).put(payload);
        }
        byte[] exact = new byte[all.position()];
        all.flip().get(exact);
        return exact;
    }

    /** Bytes of no frame's beginning. */
    public void raw(byte[] bytes) throws IOException {
        write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
