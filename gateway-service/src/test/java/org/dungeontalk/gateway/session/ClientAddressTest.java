package org.dungeontalk.gateway.session;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void countsAnIpv4AddressAsItself() {
        assertEquals("203.0.113.7", ClientAddress.of("203.0.113.7"));
        assertEquals("203.0.113.7", ClientAddress.of("::ffff:203.0.113.7"));
        assertEquals(
                "203.0.113.7",
                ClientAddress.of(SocketAddress.inetSocketAddress(5000, "203.0.113.7")));
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        assertEquals(ClientAddress.of("2001:db8:1:2::1"), ClientAddress.of("2001:db8:1:2:ffff::9"));
        assertNotEquals(ClientAddress.of("2001:db8:1:2::1"), ClientAddress.of("2001:db8:1:3::1"));
    }

    @Test
    void keepsLittleOfWhatIsNoAddress() {
        assertEquals(64, ClientAddress.of("x".repeat(10_000)).length());
        assertEquals(ClientAddress.UNKNOWN, ClientAddress.of((SocketAddress) null));
    }

    @Test
    void believesNoProxyThatIsNotNamed() {
        assertThrows(IllegalStateException.class, () -> TrustedProxies.check(true, false));
        assertDoesNotThrow(() -> TrustedProxies.check(true, true));
        assertDoesNotThrow(() -> TrustedProxies.check(false, false));
    }
}
