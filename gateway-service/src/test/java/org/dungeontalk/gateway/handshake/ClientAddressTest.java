package org.dungeontalk.gateway.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void countsAnIpv4AddressAsItself() {
        assertEquals("203.0.113.7", ClientAddress.of("203.0.113.7"));
        assertEquals("203.0.113.7", ClientAddress.of("::ffff:203.0.113.7"));
        assertEquals(
                "203.0.113.7",
                ClientAddress.text(SocketAddress.inetSocketAddress(5000, "203.0.113.7")));
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        assertEquals(ClientAddress.of("2001:db8:1:2::1"), ClientAddress.of("2001:db8:1:2:ffff::9"));
        assertNotEquals(ClientAddress.of("2001:db8:1:2::1"), ClientAddress.of("2001:db8:1:3::1"));
    }

    @Test
    void keepsLittleOfWhatIsNoAddress() {
        assertEquals(64, ClientAddress.of("x".repeat(10_000)).length());
        assertEquals(ClientAddress.UNKNOWN, ClientAddress.text(null));
    }

    @Test
    void namesTheNetworkThatOneStrangerMayHaveWhole() {
        String site = ClientAddress.network(ClientAddress.of("2001:db8:1:2::1"));
        assertEquals(site, ClientAddress.network(ClientAddress.of("2001:db8:1:ff02::1")));
        assertNotEquals(site, ClientAddress.network(ClientAddress.of("2001:db8:2:2::1")));
        assertEquals("203.0.113.0/24", ClientAddress.network("203.0.113.7"));
        assertEquals(ClientAddress.UNKNOWN, ClientAddress.network(ClientAddress.of("unknown")));
    }
}
