package org.dungeontalk.gateway.handshake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose address counts, whatever the headers say. */
class TrustedProxiesTest {
    private static final String PROXY = "192.0.2.1";
    private static final String CLIENT = "203.0.113.7";

    private final TrustedProxies proxies =
            new TrustedProxies(true, false, List.of(PROXY, "10.0.0.0/8", "2001:db8:ffff::/48"));

    @Test
    void theNearestHopThatIsNoProxyOfOursCounts() {
        assertEquals(CLIENT, forwarded(PROXY, CLIENT));
        assertEquals(CLIENT, forwarded(PROXY, "6.6.6.6, " + CLIENT));
        assertEquals(CLIENT, forwarded(PROXY, "6.6.6.6," + CLIENT + ",10.1.2.3"));
        assertEquals(CLIENT, forwarded(PROXY, "6.6.6.6, 10.9.9.9, " + CLIENT + " , 10.1.2.3 "));
        assertEquals(CLIENT, forwarded(PROXY, CLIENT + ", 2001:db8:ffff:1::2"));
    }

    @Test
    void severalHeadersAreOneListInTheirOrder() {
        assertEquals(CLIENT, forwarded(PROXY, "6.6.6.6", "7.7.7.7, " + CLIENT));
        assertEquals(CLIENT, forwarded(PROXY, "6.6.6.6", CLIENT, "10.1.2.3"));
    }

    @Test
    void aPeerThatIsNoProxyOfOursCountsItselfWhateverItSays() {
        assertEquals(CLIENT, forwarded(CLIENT, "6.6.6.6"));
        assertEquals(CLIENT, forwarded(CLIENT, PROXY));
        assertEquals("192.0.2.2", forwarded("192.0.2.2", "6.6.6.6"));
    }

    @Test
    void portsBracketsQuotesAndMappedAddressesAreUnderstood() {
        assertEquals(CLIENT, forwarded(PROXY, "6.6.6.6, " + CLIENT + ":4711"));
        assertEquals(CLIENT, forwarded(PROXY, "::ffff:" + CLIENT));
        assertEquals(CLIENT, forwarded("::ffff:" + PROXY, CLIENT));
        String v6 = ClientAddress.of("2001:db8:1:2::1");
        assertEquals(v6, forwarded(PROXY, "2001:db8:1:2::1"));
        assertEquals(v6, forwarded(PROXY, "6.6.6.6, [2001:db8:1:2::1]:4711"));
        assertEquals(v6, forwarded(PROXY, "[2001:db8:1:2::1]"));
    }

    @Test
    void behindWhatIsNoAddressNothingIsBelieved() {
        for (String garbage :
                List.of(
                        "",
                        " ",
                        "unknown",
                        "_hidden",
                        "[",
                        "]",
                        "1.2.3",
                        "a,b",
                        ",",
                        "6.6.6.6, x")) {
            assertEquals(PROXY, forwarded(PROXY, garbage), garbage);
        }
        assertEquals("10.1.2.3", forwarded(PROXY, "6.6.6.6, garbage, 10.1.2.3"));
        assertEquals(PROXY, forwarded(PROXY));
        assertEquals("10.0.0.1", forwarded("10.0.0.1", "10.0.0.1,".repeat(1_000) + "10.0.0.1"));
    }

    @Test
    void theHeaderForwardedIsReadWhereTheProxiesWriteIt() {
        assertEquals(CLIENT, elements("for=" + CLIENT));
        assertEquals(CLIENT, elements("for=6.6.6.6", "proto=https;For=\"" + CLIENT + ":1\";by=x"));
        assertEquals(CLIENT, elements("for=6.6.6.6, for=" + CLIENT + ", for=10.1.2.3"));
        assertEquals(CLIENT, elements("for=\"6.6.6.6, for=" + CLIENT));
        assertEquals(
                ClientAddress.of("2001:db8:1:2::1"), elements("for=\"[2001:db8:1:2::1]:4711\""));
        assertEquals(PROXY, elements("by=6.6.6.6"));
        assertEquals(PROXY, elements("for=6.6.6.6, for=_hidden"));
    }

    @Test
    void believesNoProxyThatIsNotNamedByAddress() {
        assertThrows(IllegalStateException.class, () -> new TrustedProxies(true, false, List.of()));
        for (String named : List.of("proxy.example", "10.0.0.0/33", "10.0.0.0/x", "/8", "")) {
            assertThrows(
                    IllegalStateException.class,
                    () -> new TrustedProxies(true, false, List.of(named)),
                    named);
        }
        assertDoesNotThrow(() -> new TrustedProxies(false, false, List.of()));
    }

    private String forwarded(String peer, String... headers) {
        return proxies.client(peer, ForwardedFor.hops(List.of(headers)));
    }

    private String elements(String... headers) {
        return proxies.client(PROXY, ForwardedFor.elements(List.of(headers)));
    }
}
