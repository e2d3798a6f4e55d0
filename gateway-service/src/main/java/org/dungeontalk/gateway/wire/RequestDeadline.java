package org.dungeontalk.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a TCP connection when its time is up. The handler has a fixed name in the channel's
 * pipeline, so there is at most one. Unlike an idle timeout, it is not extended by bytes that
 * trickle in. All methods are called on the channel's event loop.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private static final String NAME = "request-deadline";

    private final Duration time;
    private Future<?> cut;

    private RequestDeadline(Duration time) {
        this.time = time;
    }

    /** Sets the connection's deadline; replaces the previous one. */
    static void set(Channel channel, Duration time) {
        lift(channel);
        if (channel.isOpen()) {
            channel.pipeline().addFirst(NAME, new RequestDeadline(time));
        }
    }

    /** Removes the deadline. */
    static void lift(Channel channel) {
        if (channel.pipeline().get(NAME) != null) {
            channel.pipeline().remove(NAME);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        cut = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cut.cancel(false);
    }
}
