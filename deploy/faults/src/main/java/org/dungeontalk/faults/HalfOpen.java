package org.dungeontalk.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.local.stack.Stack;

/**
 * W3: the network path to a client drops everything from some moment on, and neither side is told.
 * A proxy that stops forwarding stands for the cut cable: the gateway's socket stays open.
 */
final class HalfOpen implements Fault {

    private static final long BEATS_MILLIS = 60_000;

    private volatile boolean cut;

    @Override
    public RowResult run(Stack stack) throws Exception {
        GatewayWatch gateway = new GatewayWatch(stack, "gateway-1");
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket toGateway =
                        new Socket("127.0.0.1", stack.service("gateway-1").plan().httpPort())) {
            daemon(() -> forward(proxy, toGateway));
            URI address =
                    URI.create(
                            "ws://127.0.0.1:%d/ws-chat?token=%s"
                                    .formatted(proxy.getLocalPort(), gateway.token("half-open")));
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
            cut = true;
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

    private void forward(ServerSocket proxy, Socket toGateway) {
        try {
            Socket client = proxy.accept();
            daemon(() -> copy(toGateway, client));
            copy(client, toGateway);
        } catch (IOException e) {
            cut = true;
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException e) {
            cut = true;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "swallowing-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
