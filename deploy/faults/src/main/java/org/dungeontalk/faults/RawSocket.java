package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import org.dungeontalk.local.stack.Stack;

/** A TCP connection to a gateway that sends exactly the given bytes, valid or not. Blocks. */
final class RawSocket implements AutoCloseable {

    /** The end of a connection without a close frame. */
    static final int CUT = 0;

    /** The connection is still open. */
    static final int OPEN = -1;

    /** A close frame without a code. */
    static final int NO_CODE = 1005;

    private static final int SKIPPED_AT_ONCE = 16_384;

    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private final Socket socket = new Socket();
    private final long began = System.nanoTime();

    /**
     * Connects to the first gateway. The buffer is small, so that unread data soon has an effect.
     */
    RawSocket(Stack stack) throws IOException {
        this(stack, "127.0.0.1");
    }

    /** Connects from another address of the loopback network. */
    RawSocket(Stack stack, String from) throws IOException {
        this(stack, "gateway-1", from);
    }

    /** Connects to this gateway. */
    RawSocket(Stack stack, String gateway, String from) throws IOException {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(from, 0));
        socket.setReceiveBufferSize(4_096);
        socket.setTcpNoDelay(true);
        socket.connect(
                new InetSocketAddress("127.0.0.1", stack.service(gateway).plan().httpPort()));
    }

    /** A STOMP session on a new WebSocket. */
    static RawSocket connected(Stack stack, String token) throws IOException {
        RawSocket socket = new RawSocket(stack);
        socket.upgrade("?token=" + token, "");
        socket.connect();
        return socket;
    }

    /** Opens the STOMP session on the WebSocket. */
    void connect() throws IOException {
        frame(TEXT, "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0");
        readFrame(Duration.ofSeconds(20));
    }

    /** Requests a WebSocket. Returns the response's head. */
    String upgrade(String query, String moreHeaders) throws IOException {
        write(
                "GET /ws-chat"
                        + query
                        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + moreHeaders
                        + "\r\n");
        socket.setSoTimeout(20_000);
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new EOFException("Refused: " + head);
            }
            head.append((char) c);
        }
        return head.toString();
    }

    void write(String text) throws IOException {
        write(text.getBytes(US_ASCII));
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int at, int length) throws IOException {
        socket.getOutputStream().write(bytes, at, length);
        socket.getOutputStream().flush();
    }

    void frame(int first, String payload) throws IOException {
        frame(first, payload.getBytes(UTF_8));
    }

    /** Sends one masked frame. */
    void frame(int first, byte[] payload) throws IOException {
        write(encoded(first, payload));
    }

    /** A masked frame with this first byte. */
    static byte[] encoded(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) 0xFE).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xFF).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        byte[] exact = new byte[frame.position()];
        frame.flip().get(exact);
        return exact;
    }

    /**
     * A frame of the gateway.
     *
     * @param first its first byte
     */
    record Frame(int first, byte[] payload) {

        /** The payload, each byte as one character. */
        String text() {
            return new String(payload, ISO_8859_1);
        }

        int closeCode() {
            return payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        boolean isError() {
            return first == TEXT && text().startsWith("ERROR");
        }
    }

    /** Reads one frame. */
    Frame read(Duration within) throws IOException {
        socket.setSoTimeout((int) within.toMillis());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7F;
        long bytes =
                length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[Math.toIntExact(bytes)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** Reads one frame: its close code, or less than 0. */
    private int readFrame(Duration within) throws IOException {
        Frame frame = read(within);
        return frame.first() == CLOSE ? frame.closeCode() : -frame.first();
    }

    /** Whether a ping is answered within 5 seconds. */
    boolean answers() throws IOException {
        frame(PING, "?");
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        try {
            while (System.nanoTime() < end) {
                int frame = readFrame(Duration.ofSeconds(5));
                if (frame == -PONG) {
                    return true;
                }
                if (frame > 0) {
                    return false;
                }
            }
        } catch (EOFException | SocketException | SocketTimeoutException e) {
            return false;
        }
        return false;
    }

    /** Reads until the connection ends: the close code, {@link #CUT}, or {@link #OPEN}. */
    int awaitEnd(Duration within) throws IOException {
        long end = System.nanoTime() + within.toNanos();
        try {
            for (long left = within.toMillis(); left > 0; left = millis(end - System.nanoTime())) {
                int frame = readFrame(Duration.ofMillis(left));
                if (frame > 0) {
                    return frame;
                }
            }
            return OPEN;
        } catch (SocketTimeoutException e) {
            return OPEN;
        } catch (EOFException | SocketException e) {
            return CUT;
        }
    }

    /** Whether the peer has ended the connection. Discards what has arrived. */
    boolean ended() {
        try {
            socket.setSoTimeout(5);
            byte[] away = new byte[SKIPPED_AT_ONCE];
            while (socket.getInputStream().read(away) >= 0) {
                socket.setSoTimeout(5);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Milliseconds since the connection was made. */
    long ageMillis() {
        return millis(System.nanoTime() - began);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
