package org.dungeontalk.gateway.handshake;

import io.netty.util.NetUtil;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Knows from which address a request comes: the peer's, or, where that is one of the proxies that
 * the settings name, the nearest hop in its headers that is no such proxy. What the client itself
 * wrote there stands further away and is never believed.
 *
 * <p>Quarkus' own reading of these headers takes the first element, which is the client's; nothing
 * here uses it. Refuses to start a gateway that would believe anybody's headers.
 */
@Singleton
public class TrustedProxies {
    private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";
    private static final String FORWARDED = "quarkus.http.proxy.allow-forwarded";
    private static final String TRUSTED = "quarkus.http.proxy.trusted-proxies";

    private final boolean forwarding;
    private final boolean rfc7239;
    private final List<Network> trusted;

    @Inject
    TrustedProxies(Config config) {
        this(
                config.getOptionalValue(FORWARDING, Boolean.class).orElse(false),
                config.getOptionalValue(FORWARDED, Boolean.class).orElse(false),
                config.getOptionalValues(TRUSTED, String.class).orElse(List.of()));
    }

    TrustedProxies(boolean forwarding, boolean rfc7239, List<String> named) {
        if (forwarding && named.isEmpty()) {
            throw new IllegalStateException(
                    "Set " + TRUSTED + " to the proxies' addresses along with " + FORWARDING);
        }
        this.forwarding = forwarding;
        this.rfc7239 = rfc7239;
        this.trusted = named.stream().map(TrustedProxies::network).toList();
    }

    /** Makes it, so that a wrong setting ends the start. */
    void check(@Observes StartupEvent event) {}

    /** Under which name the client is counted, see {@link ClientAddress}. */
    String client(HttpServerRequest request) {
        String peer = ClientAddress.text(request.connection().remoteAddress());
        if (!forwarding) {
            return ClientAddress.of(peer);
        }
        return client(
                peer,
                rfc7239
                        ? ForwardedFor.elements(request.headers().getAll("Forwarded"))
                        : ForwardedFor.hops(request.headers().getAll("X-Forwarded-For")));
    }

    /**
     * @param peer who opened the connection
     * @param hops what the headers say, the nearest first
     */
    String client(String peer, List<String> hops) {
        String nearest = peer;
        for (String hop : hops) {
            if (!trusts(nearest) || NetUtil.createByteArrayFromIpAddressString(hop) == null) {
                break;
            }
            nearest = hop;
        }
        return ClientAddress.of(nearest);
    }

    private boolean trusts(String address) {
        byte[] bytes = ClientAddress.bytes(address);
        return bytes != null && trusted.stream().anyMatch(network -> network.holds(bytes));
    }

    private static Network network(String named) {
        String[] parts = named.strip().split("/", 2);
        byte[] address = ClientAddress.bytes(parts[0]);
        try {
            int bits = parts.length == 1 ? -1 : Integer.parseInt(parts[1]);
            if (address != null && bits <= address.length * 8) {
                return new Network(address, bits < 0 ? address.length * 8 : bits);
            }
        } catch (NumberFormatException e) {
            throw notAnAddress(named);
        }
        throw notAnAddress(named);
    }

    private static IllegalStateException notAnAddress(String named) {
        return new IllegalStateException(
                TRUSTED + " names proxies by address or CIDR; this is neither: " + named);
    }

    /** All addresses whose first bits are the same. */
    private record Network(byte[] address, int bits) {

        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (((other[bit / 8] ^ address[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
