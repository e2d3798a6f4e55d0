package org.dungeontalk.analytics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Carries connections to a port; those that are frozen stay open and carry nothing any more. */
public final class Tunnel implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile int generation;

    /** A tunnel to this port. */
    public Tunnel(int target) throws IOException {
        this.target = target;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Where it begins. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Whoever is connected now hears nothing any more, and is not told so. */
    public synchronized void freeze() {
        generation++;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.addAll(List.of(client, server));
                int mine = generation;
                start(() -> carry(client, server, mine));
                start(() -> carry(server, client, mine));
            }
        } catch (IOException e) {
            closeAll();
        }
    }

    private void carry(Socket from, Socket to, int mine) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (mine == generation) {
                    out.write(buffer, 0, read);
                }
            }
            if (mine == generation) {
                to.close();
            }
        } catch (IOException e) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeAll() {
        open.forEach(Tunnel::closeQuietly);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
