package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.dungeontalk.faults.proxy.Link;
import org.dungeontalk.faults.proxy.TcpProxy;

/**
 * The issuer's server, which publishes the keys of tokens as a JWKS. The services reach it through
 * a proxy, which takes it away from them. Thread-safe.
 */
final class KeyServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final TcpProxy proxy;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String jwks;

    private KeyServer(String jwks) throws IOException {
        this.jwks = jwks;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(thread);
        server.createContext("/keys", this::answer);
        server.start();
        proxy = TcpProxy.to(server.getAddress().getPort());
    }

    /** A server that publishes these keys. */
    static KeyServer publishing(IssuerKey... keys) throws IOException {
        return new KeyServer(IssuerKey.jwks(List.of(keys)));
    }

    /**
     * The settings of services that verify all tokens with these keys. Guests would need a secret,
     * and a local analytics-service takes requests without a token.
     */
    Map<String, String> settings() {
        return Map.of(
                "DUNGEONTALK_TOKEN_JWKS",
                "http://127.0.0.1:" + proxy.port() + "/keys",
                "DUNGEONTALK_TOKEN_SECRET",
                "",
                "DUNGEONTALK_PAGE_GUESTS",
                "false",
                "DUNGEONTALK_ACCESS",
                "operator");
    }

    /** From now on it publishes these keys. */
    void publish(IssuerKey... keys) {
        jwks = IssuerKey.jwks(List.of(keys));
    }

    /** Changes the network between it and the services. */
    void set(Link link) {
        proxy.set(link);
    }

    /** How often it was asked for the keys. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] body = jwks.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.stop(0);
        thread.shutdownNow();
    }
}
