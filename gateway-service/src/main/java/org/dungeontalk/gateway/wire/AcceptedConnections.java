package org.dungeontalk.gateway.wire;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/**
 * Gives every accepted TCP connection 10 seconds to send the complete headers of its first request,
 * and knows the {@link Listeners}. Netty calls it for each connection; it finds it in {@code
 * META-INF/services} once {@link #enable} was called.
 */
@RegisterForReflection
public final class AcceptedConnections extends ChannelInitializerExtension {
    /** Time limit for the headers of a connection's next request. */
    static final Duration HEADERS = Duration.ofSeconds(10);

    /** Must be called before the first server listens. */
    static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        Listeners.add(channel);
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        RequestDeadline.set(channel, HEADERS);
    }
}
