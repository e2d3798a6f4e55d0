package org.dungeontalk.persistence.store;

import io.vertx.sqlclient.impl.Connection;

/**
 * Stands between a connection and the pool that holds it. Vert.x prints the failure of a connection
 * in use to {@code System.err}, with its stack trace; its statements fail with it anyway.
 */
record QuietHolder(Connection.Holder pool) implements Connection.Holder {

    @Override
    public void handleEvent(Object event) {
        pool.handleEvent(event);
    }

    @Override
    public void handleClosed() {
        pool.handleClosed();
    }

    @Override
    public void handleException(Throwable failure) {}
}
