package org.dungeontalk.analytics.store;

import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * Ends connections on which PostgreSQL says nothing for too long: what waits on them fails, and the
 * pool makes new ones. Vert.x 4.5 has a setting for that, {@code readIdleTimeout}, but it only
 * closes the socket: the pool keeps the connection, and who waits on it waits for ever.
 */
final class ReadTimeout {

    private ReadTimeout() {}

    /** Watches a new connection, then gives it to the pool. On the connection's event loop. */
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
