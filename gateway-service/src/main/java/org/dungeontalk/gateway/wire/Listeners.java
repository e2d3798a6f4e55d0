package org.dungeontalk.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.quarkus.runtime.LaunchMode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets on which this process accepts connections, of the public and the management port.
 * Thread-safe.
 */
public final class Listeners {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Set<Channel> OPEN = ConcurrentHashMap.newKeySet();

    private Listeners() {}

    static void add(Channel listener) {
        OPEN.add(listener);
        listener.closeFuture().addListener(closed -> OPEN.remove(listener));
    }

    /**
     * From now on connections are refused; those that are open stay. Without it the framework would
     * accept connections for which it has no event loop any more, and log each. Does nothing in dev
     * mode, in which the sockets outlive the application. Waits at most a second.
     */
    public static void close() {
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            List<ChannelFuture> closing = OPEN.stream().map(Channel::close).toList();
            closing.forEach(one -> one.awaitUninterruptibly(LIMIT.toMillis()));
        }
    }
}
