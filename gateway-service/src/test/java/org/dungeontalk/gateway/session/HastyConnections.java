package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.wire.Loops;

/** Connections with a fault: a drain closes them before their SENDs are answered. */
public final class HastyConnections extends Connections {

    HastyConnections(Services services, Loops loops) {
        super(services, loops);
    }

    @Override
    public void drain(long wavesLeft) {
        closeAll();
    }
}
