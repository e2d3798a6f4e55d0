package org.dungeontalk.gateway.session;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Under which name an address is counted. An IPv6 address counts as its /64, which is what one
 * household or host gets. Pure.
 *
 * <p>Behind a proxy this is the proxy's address unless {@code
 * quarkus.http.proxy.proxy-address-forwarding} says otherwise; {@link TrustedProxies} sees to it
 * that only named proxies are believed.
 */
final class ClientAddress {
    /** All those of whom no address is known count as one. */
    static final String UNKNOWN = "unknown";

    private static final int LONGEST = 64;
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    static String of(SocketAddress address) {
        if (address == null) {
            return UNKNOWN;
        }
        String text = address.hostAddress() == null ? address.host() : address.hostAddress();
        return text == null ? UNKNOWN : of(text);
    }

    static String of(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return text.substring(0, Math.min(text.length(), LONGEST));
        }
        if (bytes.length == 4 || mapped(bytes)) {
            return NetUtil.bytesToIpAddress(
                    Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
        }
        return HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "/64";
    }

    /** Whether it is an IPv4 address written as one of IPv6. */
    private static boolean mapped(byte[] v6) {
        for (int i = 0; i < 10; i++) {
            if (v6[i] != 0) {
                return false;
            }
        }
        return v6[10] == -1 && v6[11] == -1;
    }
}
