package org.dungeontalk.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a TCP connection off when its time is up. It sits in the channel's pipeline under one name,
 * so that there is at most one; bytes that trickle in don't move it, which is what an idle timeout
 * gets wrong. All methods are called on the channel's event loop.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private static final String NAME = "request-deadline";

    private final Duration time;
    private Future<?> cut;

    private RequestDeadline(Duration time) {
        this.time = time;
    }

    /** From now on the connection has that long; replaces the deadline there was. */
    static void set(Channel channel, Duration time) {
        lift(channel);
        if (channel.isOpen()) {
            channel.pipeline().addFirst(NAME, new RequestDeadline(time));
        }
    }

    /** The connection may stay. */
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
