package org.dungeontalk.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.Executor;
import org.dungeontalk.gateway.stomp.CloseCode;

/**
 * The fall-back: the framework's own {@code sendText}, which encodes anew for every client and
 * flushes by itself.
 */
final class PlainWire implements Wire {
    private static final long WRITABLE_BELOW = 65_536;

    private final WebSocketConnection connection;
    private final ChannelHandlerContext channel;
    private final Executor loop;
    private final Inbound inbound;
    private Runnable listener = () -> {};
    private long unsent;

    PlainWire(
            WebSocketConnection connection,
            ChannelHandlerContext channel,
            Executor loop,
            Inbound inbound) {
        this.connection = connection;
        this.channel = channel;
        this.loop = loop;
        this.inbound = inbound;
    }

    @Override
    public void listen(Listener listener) {
        inbound.listen(listener);
    }

    @Override
    public void unfinished(long bytes) {
        inbound.unfinished(bytes);
    }

    @Override
    public void ping() {
        inbound.ping();
    }

    @Override
    public boolean writable() {
        return unsent < WRITABLE_BELOW;
    }

    @Override
    public void write(TextMessage message) {
        unsent += message.size();
        connection
                .sendText(message.text())
                .subscribe()
                .with(ok -> sent(message.size()), gone -> sent(message.size()));
    }

    @Override
    public void flush() {
        // sendText has flushed already
    }

    @Override
    public void close(CloseCode code) {
        inbound.close();
        connection
                .close(new CloseReason(code.code(), code.reason()))
                .subscribe()
                .with(ok -> {}, gone -> abort());
    }

    @Override
    public void abort() {
        channel.close();
    }

    @Override
    public void onWritable(Runnable listener) {
        this.listener = listener;
    }

    private void sent(int bytes) {
        loop.execute(
                () -> {
                    boolean was = writable();
                    unsent -= bytes;
                    if (!was && writable()) {
                        listener.run();
                    }
                });
    }
}
