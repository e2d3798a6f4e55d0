package org.dungeontalk.local.stack;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.dungeontalk.embedded.BrokerProxy;
import org.junit.jupiter.api.Test;

class StackPortsTest {

    @Test
    void areLaidOutFromTheBase() {
        StackPorts ports = StackPorts.from(9000, 2, 3);
        assertEquals(9001, ports.named().get("gateway-2 http"));
        assertEquals(9031, ports.named().get("gateway-2 management"));
        assertEquals(9020, ports.persistenceHttp());
        assertEquals(9021, ports.analyticsHttp());
        assertEquals(9050, ports.persistenceManagement());
        assertEquals(9051, ports.analyticsManagement());
        assertEquals(9062, ports.named().get("kafka-2 broker"));
        assertEquals(9067, ports.named().get("kafka-2 controller"));
        assertEquals(9070, ports.postgres());
    }

    @Test
    void belongToProcessesThatHaveNames() {
        assertEquals(
                List.of(
                        "gateway-1",
                        "gateway-2",
                        "persistence",
                        "analytics",
                        "kafka-0",
                        "postgres"),
                StackPorts.from(9000, 2, 1).processes());
    }

    @Test
    void nameThePortsBehindProxiesAndLeaveTheProxiesTheirOwn() {
        StackPorts ports =
                StackPorts.from(9000, 1, 2)
                        .behind(
                                List.of(
                                        new BrokerProxy(40_000, 9100),
                                        new BrokerProxy(40_001, 9101)));
        assertEquals(9101, ports.named().get("kafka-1 behind its proxy"));
        assertFalse(ports.named().containsValue(40_001));
        assertEquals(StackPorts.from(9000, 1, 2).processes(), ports.processes());
    }

    @Test
    void areAllDifferentInTheLargestStack() {
        Collection<Integer> all =
                StackPorts.from(8080, StackPorts.MOST_GATEWAYS, 3).named().values();
        assertEquals(all.size(), new HashSet<>(all).size());
        assertTrue(all.stream().allMatch(p -> p >= 8080 && p < 8080 + StackPorts.SPAN));
    }

    @Test
    void sayWhichPortIsTakenAndHowToMove() {
        StackPorts ports = StackPorts.from(8080, 1, 1);
        StackFailed failed =
                assertThrows(StackFailed.class, () -> ports.requireFree(port -> port != 8100));
        assertEquals(
                "Already in use: port 8100 (persistence http). Choose other ports with --port BASE."
                        + " Free: --port 8180",
                failed.getMessage());
    }

    @Test
    void areAcceptedWhenAllAreFree() {
        assertDoesNotThrow(() -> StackPorts.from(8080, 1, 1).requireFree(port -> true));
    }
}
