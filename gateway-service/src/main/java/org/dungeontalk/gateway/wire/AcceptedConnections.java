package org.dungeontalk.gateway.wire;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/**
 * Netty calls this for every TCP connection it accepts: it has 10 seconds to bring the complete
 * headers of its first request. Found by {@code META-INF/services} once {@link #enable} was called.
 */
@RegisterForReflection
public final class AcceptedConnections extends ChannelInitializerExtension {
    /** How long a connection may take for the headers of its next request. */
    static final Duration HEADERS = Duration.ofSeconds(10);

    /** To be called before the first server listens. */
    static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        RequestDeadline.set(channel, HEADERS);
    }
}
