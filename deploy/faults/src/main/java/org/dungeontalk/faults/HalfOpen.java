package org.dungeontalk.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.proxy.Link;
import org.dungeontalk.faults.proxy.TcpProxy;
import org.dungeontalk.local.stack.Stack;

/**
 * W3: the network path to a client drops everything from some moment on, and neither side is told.
 * A proxy that stops forwarding stands for the cut cable: the gateway's socket stays open.
 */
final class HalfOpen implements Fault {

    private static final long BEATS_MILLIS = 60_000;

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        try (TcpProxy proxy = TcpProxy.to(stack.service("gateway-1").plan().httpPort())) {
            URI address =
                    URI.create(
                            "ws://127.0.0.1:%d/ws-chat?token=%s"
                                    .formatted(proxy.port(), gateway.token("half-open")));
            WebSocket socket =
                    HttpClient.newHttpClient()
                            .newWebSocketBuilder()
                            .buildAsync(address, new WebSocket.Listener() {})
                            .get(20, TimeUnit.SECONDS);
            String connect = "CONNECT\naccept-version:1.2\nheart-beat:30000,30000\nhost:x\n\n\0";
            socket.sendText(connect, true).get(20, TimeUnit.SECONDS);
            while (gateway.sessions() < 1) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            TimeUnit.SECONDS.sleep(1);
            proxy.set(Link.HALF_OPEN);
            long began = System.nanoTime();
            long took = 0;
            while (gateway.sessions() > 0 && took < 2 * BEATS_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(200);
                took = (System.nanoTime() - began) / 1_000_000;
            }
            return new RowResult(
                    took <= BEATS_MILLIS,
                    "gone after %.1f s; heart-beats every 30 s".formatted(took / 1e3));
        }
    }
}
