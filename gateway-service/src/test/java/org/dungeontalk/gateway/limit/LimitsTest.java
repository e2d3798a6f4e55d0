package org.dungeontalk.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Optional;
import java.util.function.Supplier;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.junit.jupiter.api.Test;

/** The bounds of docs/limits.md, with no setting changed. */
class LimitsTest {
    private static final int MANY = 100_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Limits limits = limits();

    @Test
    void aPlayerMaySendTwentyAtOnceAndFiveASecond() {
        ConnectionLimits mira = limits.allowance("192.0.2.1");
        mira.take("mira", false, new Silent());
        assertBounded(Limit.PLAYER_MESSAGES, 20, 5, mira::message);
    }

    @Test
    void anAddressMaySendTwoThousandAtOnceAndFiveHundredASecond() {
        int[] player = {0};
        assertBounded(
                Limit.ADDRESS_MESSAGES,
                2_000,
                500,
                () -> limits.message("p" + player[0]++, "192.0.2.1"));
    }

    @Test
    void aConnectionMaySendTwoHundredFramesAtOnceAndFiftyASecond() {
        ConnectionLimits mira = limits.allowance("192.0.2.1");
        assertBounded(Limit.CONNECTION_FRAMES, 200, 50, mira::frame);
    }

    @Test
    void aConnectionIsRefusedTwoHundredTimesInTenSeconds() {
        ConnectionLimits mira = limits.allowance("192.0.2.1");
        long began = System.nanoTime();
        int refused = 0;
        while (refused < MANY && mira.allowsRefusal()) {
            refused++;
        }
        assertBetween(200, 20, refused, began);
    }

    @Test
    void aServiceMayPostFiveHundredAtOnceAndAHundredASecond() {
        assertBounded(Limit.SERVICE_MESSAGES, 500, 100, () -> limits.published("ai"));
    }

    @Test
    void anAddressMayAskTwentyThousandTimesAtOnceAndAThousandASecond() {
        assertBounded(Limit.ADDRESS_REQUESTS, 20_000, 1_000, () -> limits.request("192.0.2.1"));
    }

    @Test
    void handshakesOfAnAddressANetworkAndAGatewayAreBounded() {
        assertBounded(Limit.ADDRESS_HANDSHAKES, 1_000, 50, () -> limits.handshake("192.0.2.1"));
        assertBounded(Limit.NETWORK_HANDSHAKES, 500, 100, () -> limits.stranger("192.0.2.0/24"));
        int[] network = {0};
        Limits others = limits();
        assertBounded(
                Limit.GATEWAY_HANDSHAKES, 1_000, 250, () -> others.stranger("n" + network[0]++));
        assertBounded(Limit.GATEWAY_HANDSHAKES, 2_000, 500, limits()::arrival);
    }

    @Test
    void aGatewayHoldsFifteenThousandConnectionsAndAThousandOfAnAddress() {
        for (int i = 0; i < 15_000; i++) {
            assertTrue(limits.handshake("address-" + i / 500).isEmpty());
            assertTrue(limits.allowance("address-" + i / 500).taken());
        }
        assertEquals(Optional.of(Limit.GATEWAY_CONNECTIONS), limits.handshake("another"));
        assertEquals(1, limited(Limit.GATEWAY_CONNECTIONS));
        for (int i = 0; i < 500; i++) {
            assertTrue(limits.allowance("address-0").taken());
        }
        assertTrue(!limits.allowance("address-0").taken());
        assertEquals(1, limited(Limit.ADDRESS_CONNECTIONS));
    }

    @Test
    void aPlayerHasFiveConnectionsAndAServiceAsManyAsItNeeds() {
        for (int i = 0; i < 5; i++) {
            limits.allowance("192.0.2.1").take("mira", false, new Silent());
        }
        for (int i = 0; i < 50; i++) {
            limits.allowance("192.0.2.1").take("ai", true, new Silent());
        }
        assertEquals(0, limited(Limit.PLAYER_CONNECTIONS));
        limits.allowance("192.0.2.1").take("mira", false, new Silent());
        assertEquals(1, limited(Limit.PLAYER_CONNECTIONS));
    }

    @Test
    void bytesPastTheRateOfAConnectionMakeItWaitAndSmallFramesCountAsOneKibibyte() {
        ConnectionLimits mira = limits.allowance("192.0.2.1");
        for (int i = 0; i < 512; i++) {
            assertEquals(0, mira.read(1));
        }
        long millis = mira.read(131_072);
        assertTrue(millis > 100 && millis <= 1_001, millis + " ms");
        assertTrue(limited(Limit.CONNECTION_BYTES) > 0);
    }

    /** Exactly the burst passes, and what the rate gives back meanwhile; refusals are counted. */
    private void assertBounded(
            Limit limit, int burst, int perSecond, Supplier<Optional<Limit>> question) {
        double before = limited(limit);
        long began = System.nanoTime();
        int passed = 0;
        Optional<Limit> over = question.get();
        while (over.isEmpty() && passed < MANY) {
            passed++;
            over = question.get();
        }
        assertEquals(Optional.of(limit), over);
        assertEquals(1, limited(limit) - before);
        assertBetween(burst, perSecond, passed, began);
    }

    private static void assertBetween(int burst, int perSecond, int passed, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        assertTrue(passed >= burst, passed + " passed");
        assertTrue(passed <= burst + seconds * perSecond + 1, passed + " in " + seconds + " s");
    }

    private double limited(Limit limit) {
        return registry.get("dungeontalk.gateway.limited")
                .tag("limit", limit.name())
                .counter()
                .count();
    }

    private Limits limits() {
        GatewayConfig config =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDiscoveredConverters()
                        .withMapping(GatewayConfig.class)
                        .build()
                        .getConfigMapping(GatewayConfig.class);
        return new Limits(config, new LimitMetrics(registry));
    }

    private record Silent() implements PlayerConnection {
        @Override
        public long lastHeard() {
            return 0;
        }

        @Override
        public void replace() {
            // the connection that it stands for is none
        }
    }
}
