package org.dungeontalk.gateway.handshake;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The address under which a client is counted. An IPv6 address counts as its /64, which one
 * household or host has. {@link TrustedProxies} finds the address behind a proxy. Pure.
 */
final class ClientAddress {
    /** Clients without a known address count as one. */
    static final String UNKNOWN = "unknown";

    private static final int LONGEST = 64;
    private static final int NETWORK_BYTES = 8;
    private static final int SITE_DIGITS = 12;

    private ClientAddress() {}

    static String text(SocketAddress address) {
        if (address == null) {
            return UNKNOWN;
        }
        String text = address.hostAddress() == null ? address.host() : address.hostAddress();
        return text == null ? UNKNOWN : text;
    }

    static String of(String text) {
        byte[] bytes = bytes(text);
        if (bytes == null) {
            return text.substring(0, Math.min(text.length(), LONGEST));
        }
        return bytes.length == 4
                ? NetUtil.bytesToIpAddress(bytes)
                : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "/64";
    }

    /** The address as bytes, an IPv4 one always as four; {@code null} if it is not an address. */
    static byte[] bytes(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        return bytes == null || bytes.length == 4 || !mapped(bytes)
                ? bytes
                : Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length);
    }

    /**
     * The larger network of an address as returned by {@link #of}, which one owner may hold: the
     * /48 of IPv6, the /24 of IPv4.
     */
    static String network(String address) {
        if (address.endsWith("/64")) {
            return address.substring(0, SITE_DIGITS) + "/48";
        }
        int dot = address.lastIndexOf('.');
        return dot < 0 ? address : address.substring(0, dot) + ".0/24";
    }

    /** Whether it is an IPv4-mapped IPv6 address. */
    private static boolean mapped(byte[] v6) {
        for (int i = 0; i < 10; i++) {
            if (v6[i] != 0) {
                return false;
            }
        }
        return v6[10] == -1 && v6[11] == -1;
    }
}
