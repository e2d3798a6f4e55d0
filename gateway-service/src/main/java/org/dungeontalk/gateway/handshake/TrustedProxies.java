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
 * Finds the client address of a request. It is the peer's, unless the peer is a trusted proxy from
 * the settings: then it is the nearest hop in the headers that is not a trusted proxy. Hops that
 * the client wrote itself are further away and never used.
 *
 * <p>Quarkus' own handling of these headers takes the first element, which the client can forge,
 * and is not used here. A gateway whose settings would trust everybody's headers does not start.
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

    /** Creates this bean at the start, so that a wrong setting stops it. */
    void check(@Observes StartupEvent event) {}

    /** The address under which the client is counted, see {@link ClientAddress}. */
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
     * @param peer the address that opened the connection
     * @param hops in the headers, the nearest first
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
                TRUSTED + " must have IP addresses or CIDR ranges; this is neither: " + named);
    }

    /** All addresses with the same first bits. */
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
