package org.dungeontalk.analytics.store;

import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * Ends connections on which PostgreSQL is silent for too long. Their statements fail, and the pool
 * opens new ones. The setting {@code readIdleTimeout} of Vert.x 4.5 only closes the socket: the
 * pool keeps the connection, and its callers wait for ever.
 */
final class ReadTimeout {

    private ReadTimeout() {}

    /**
     * Starts the watch of a new connection, then gives it to the pool. Called on the connection's
     * event loop.
     */
    static void watch(SqlConnection made, int seconds) {
        Connection connection = ((SqlConnectionInternal) made).unwrap();
        while (!(connection instanceof SocketConnectionBase)) {
            connection = connection.unwrap();
        }
        ((SocketConnectionBase) connection)
                .socket()
                .channelHandlerContext()
                .pipeline()
                .addFirst(new ReadTimeoutHandler(seconds));
        made.close();
    }
}
