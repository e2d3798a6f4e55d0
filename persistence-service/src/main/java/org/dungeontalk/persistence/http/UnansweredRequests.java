package org.dungeontalk.persistence.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a connection on which more than {@value #MOST} requests wait for their answers. Vert.x
 * answers one request of a connection after the other, and keeps the next ones in a list without a
 * bound. Browsers and proxies send the next request after the answer. All methods are called on the
 * channel's event loop.
 */
final class UnansweredRequests extends ChannelDuplexHandler {
    static final int MOST = 16;
    private static final String NAME = "unanswered-requests";

    private final Runnable closing;

    /** The first one is the request that is being handled. */
    private int waiting = 1;

    private boolean closed;

    private UnansweredRequests(Runnable closing) {
        this.closing = closing;
    }

    /**
     * Watches the connection from its first request on. Does nothing if it is closed.
     *
     * @param handler the one that handles requests
     * @param closing called once, before the connection is closed
     */
    static void watch(ChannelHandlerContext handler, Runnable closing) {
        if (!handler.isRemoved() && handler.pipeline().get(NAME) == null) {
            handler.pipeline().addBefore(handler.name(), NAME, new UnansweredRequests(closing));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest && !closed && ++waiting > MOST) {
            closed = true;
            closing.run();
            ctx.close();
        }
        if (closed) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        HttpResponseStatus status =
                message instanceof HttpResponse response
                        ? response.status()
                        : HttpResponseStatus.OK;
        ctx.write(message, promise);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            ctx.pipeline().remove(this);
        } else if (message instanceof LastHttpContent
                && status.codeClass() != HttpStatusClass.INFORMATIONAL) {
            waiting--;
        }
    }
}
