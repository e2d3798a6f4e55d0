package org.dungeontalk.faults.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final int LIMIT_MILLIS = 20_000;
    private static final int SHORT_MILLIS = 300;

    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(server.getLocalPort());
        ProxiedConnection.daemon(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesEverythingAndTheEndOfBothSides() throws Exception {
        try (Socket client = connect();
                Socket peer = accepted()) {
            write(client, "question");
            assertEquals("question", read(peer, 8));
            write(peer, "answer");
            peer.shutdownOutput();
            assertEquals("answer", read(client, 6));
            assertEquals(-1, client.getInputStream().read());
            client.shutdownOutput();
            assertEquals(-1, peer.getInputStream().read());
            await().until(() -> proxy.open() == 0);
        }
    }

    @Test
    void holdsWhatIsSentWhileHalfOpenAndDeliversItInOrderAfterwards() throws Exception {
        try (Socket client = connect();
                Socket peer = accepted()) {
            write(client, "before ");
            assertEquals("before ", read(peer, 7));
            proxy.set(Link.HALF_OPEN);
            write(client, "during ");
            assertHearsNothing(peer);
            proxy.set(Link.OPEN);
            write(client, "after");
            assertEquals("during after", read(peer, 12));
        }
    }

    @Test
    void tellsNeitherSideOfAnEndWhileHalfOpenAndBothAfterwards() throws Exception {
        Socket client = connect();
        try (Socket peer = accepted()) {
            proxy.set(Link.HALF_OPEN);
            write(client, "last words");
            client.close();
            assertHearsNothing(peer);
            proxy.set(Link.OPEN);
            assertEquals("last words", read(peer, 10));
            assertEquals(-1, peer.getInputStream().read());
        }
        await().until(() -> proxy.open() == 0);
    }

    @Test
    void tellsHowLongAClientWaitedForAnAnswer() throws Exception {
        Socket client = connect();
        try (Socket peer = accepted()) {
            write(client, "hello");
            assertEquals("hello", read(peer, 5));
            proxy.set(Link.HALF_OPEN);
            assertEquals(List.of(), proxy.silences());
            write(client, "question");
            await().until(() -> lasted(proxy.silences()) >= SHORT_MILLIS);
            client.close();
            await().until(() -> proxy.silences().equals(proxy.silences()));
            assertEquals("hello", proxy.silences().get(0).opening());
            proxy.set(Link.OPEN);
            assertEquals(List.of(), proxy.silences());
        }
    }

    private static long lasted(List<Silence> silences) {
        return silences.stream().mapToLong(silence -> silence.lasted().toMillis()).max().orElse(0);
    }

    @Test
    void resetsConnectionsWhenCutAndRefusesNewOnesUntilItIsOpen() throws Exception {
        try (Socket client = connect();
                Socket peer = accepted()) {
            proxy.set(Link.CUT);
            assertThrows(IOException.class, () -> readByte(client));
            assertThrows(IOException.class, () -> readByte(peer));
            try (Socket another = connect()) {
                assertThrows(IOException.class, () -> readByte(another));
            }
            proxy.set(Link.OPEN);
            try (Socket another = connect();
                    Socket anotherPeer = accepted()) {
                write(another, "again");
                assertEquals("again", read(anotherPeer, 5));
            }
        }
    }

    @Test
    void delaysEachPieceWhileSlow() throws Exception {
        try (Socket client = connect();
                Socket peer = accepted()) {
            proxy.set(Link.SLOW);
            long began = System.nanoTime();
            write(client, "x".repeat(3 * TcpProxy.PIECE));
            read(peer, 3 * TcpProxy.PIECE);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertTrue(took >= 3 * TcpProxy.SLOW_MILLIS, took + " ms");
        }
    }

    @Test
    void resetsAClientWhoseServerIsAway() throws Exception {
        server.close();
        try (Socket client = connect()) {
            assertThrows(IOException.class, () -> readByte(client));
        }
    }

    @Test
    void leadsNewConnectionsToAnotherServerAndLeavesTheOthersUntilTheyAreReset() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Socket before = connect();
                Socket peer = accepted()) {
            proxy.leadTo(other.getLocalPort());
            try (Socket after = connect();
                    Socket otherPeer = other.accept()) {
                write(after, "new");
                assertEquals("new", read(otherPeer, 3));
                write(before, "old");
                assertEquals("old", read(peer, 3));
                proxy.resetAll();
                assertThrows(IOException.class, () -> readByte(before));
                assertThrows(IOException.class, () -> readByte(after));
            }
        }
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                accepted.add(server.accept());
            }
        } catch (IOException closed) {
            accepted.clear();
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(LIMIT_MILLIS);
        return client;
    }

    private Socket accepted() throws Exception {
        Socket peer = accepted.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        peer.setSoTimeout(LIMIT_MILLIS);
        return peer;
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String read(Socket from, int length) throws IOException {
        InputStream in = from.getInputStream();
        return new String(in.readNBytes(length), UTF_8);
    }

    private static int readByte(Socket from) throws IOException {
        int read = from.getInputStream().read();
        if (read < 0) {
            throw new EOFException();
        }
        return read;
    }

    private static void assertHearsNothing(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(LIMIT_MILLIS);
    }
}
