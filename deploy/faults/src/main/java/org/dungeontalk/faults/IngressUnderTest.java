package org.dungeontalk.faults;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.ingress.Ingress;
import org.dungeontalk.local.stack.Stack;

/** haproxy in front of a stack's gateways, on a free port. */
record IngressUnderTest(Ingress haproxy) implements AutoCloseable {

    static IngressUnderTest start(Stack stack) {
        return new IngressUnderTest(
                Ingress.start(
                        DataOption.projectRoot().resolve("deploy/local/ingress"),
                        stack.data().path().resolve("ingress"),
                        Ports.free(1).get(0),
                        stack.describe().processesNamed("gateway")));
    }

    /** The address for players of this room. */
    URI of(String room) {
        return URI.create(
                haproxy.webSocket() + "?room=" + URLEncoder.encode(room, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        haproxy.close();
    }
}
