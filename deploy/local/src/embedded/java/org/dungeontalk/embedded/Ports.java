package org.dungeontalk.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback address. */
public final class Ports {

    private static final int LOWEST = 10_000;

    /** From 32768 on Linux gives ports to outgoing connections. */
    private static final int HIGHEST = 32_000;

    private Ports() {}

    /**
     * Ports that were free a moment ago, all different, chosen at random. No connection gets one of
     * them by itself, so they stay free until they are used, and while a server is down that comes
     * back to its port, unless another process asks for just this one.
     *
     * @param count how many
     */
    public static List<Integer> free(int count) {
        return ThreadLocalRandom.current()
                .ints(LOWEST, HIGHEST)
                .distinct()
                .filter(Ports::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    /**
     * Whether nothing listens on this port, neither on the loopback address nor on all addresses.
     */
    public static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
