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

    /** Linux uses the ports from 32768 on for outgoing connections. */
    private static final int HIGHEST = 32_000;

    private Ports() {}

    /**
     * Different ports that were free a moment ago, chosen at random. The system gives none of them
     * to an outgoing connection. So they stay free until they are used, and while a server is
     * restarted on its port, unless another process opens exactly this port.
     *
     * @param count number of ports
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
     * Whether no process listens on this port, neither on the loopback address nor on all
     * addresses.
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
