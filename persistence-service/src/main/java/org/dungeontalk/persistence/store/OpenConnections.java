package org.dungeontalk.persistence.store;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.impl.command.CommandResponse;

/**
 * The open connections to PostgreSQL. One on which PostgreSQL says nothing for too long is closed.
 * All are closed when PostgreSQL refuses a write because it is read-only: after a switch-over that
 * is the former primary, and only new connections reach the new one. What waits on a closed
 * connection fails, and the pool makes new ones. Thread-safe.
 *
 * <p>Vert.x 4.5 has a setting for the silence, {@code readIdleTimeout}, but it only closes the
 * socket: the pool keeps the connection, and who waits on it waits for ever.
 */
final class OpenConnections {

    /** The SQLSTATE read_only_sql_transaction. */
    private static final String READ_ONLY = "25006";

    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final int silenceSeconds;

    OpenConnections(int silenceSeconds) {
        this.silenceSeconds = silenceSeconds;
    }

    /** Watches a new connection, then gives it to the pool. On the connection's event loop. */
    void add(SqlConnection made) {
        Connection pooled = ((SqlConnectionInternal) made).unwrap();
        SocketConnectionBase connection = (SocketConnectionBase) pooled.unwrap();
        connection.init(new QuietHolder((Connection.Holder) pooled));
        ChannelHandlerContext last = connection.socket().channelHandlerContext();
        last.pipeline().addFirst(new ReadTimeoutHandler(silenceSeconds));
        last.pipeline().addBefore(last.name(), null, new Refusals());
        open.add(last.channel());
        made.close();
    }

    /** Passes answers on to who waits for them, then looks at them. */
    private final class Refusals extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message);
            if (message instanceof CommandResponse<?> answer
                    && answer.toAsyncResult().cause() instanceof PgException refusal
                    && READ_ONLY.equals(refusal.getSqlState())) {
                open.close();
            }
        }
    }
}
