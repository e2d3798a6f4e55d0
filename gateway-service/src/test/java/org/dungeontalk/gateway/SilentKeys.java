package org.dungeontalk.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Instead of a secret, keys at a URL that accepts connections and never answers. */
public class SilentKeys extends GatewayInfrastructure {
    private static final int BACKLOG = 50;

    private ServerSocket keys;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        settings.remove("dungeontalk.token.secret");
        try {
            keys = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("dungeontalk.page.guests", "false");
        settings.put("dungeontalk.token.jwks", "http://localhost:" + keys.getLocalPort());
        return settings;
    }

    @Override
    public void stop() {
        try {
            if (keys != null) {
                keys.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            super.stop();
        }
    }
}
