package org.dungeontalk.load.measure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dungeontalk.load.measure.FaultyGateway.Fault;
import org.dungeontalk.local.stack.StackFailed;
import org.junit.jupiter.api.Test;

/** Measures a small gateway that makes one mistake: the measurement has to see each kind. */
class MeasurementTest {
    private static final int CLIENTS = 6;
    private static final int ROOMS = 2;
    private static final int RATE = 100;
    private static final Duration WARM_UP = Duration.ofMillis(200);
    private static final long MESSAGES =
            FaultyGateway.ALL_MESSAGES - WARM_UP.toMillis() * RATE / 1_000;
    private static final long DELIVERIES = MESSAGES * CLIENTS / ROOMS;

    @Test
    void aGatewayWithoutMistakesIsClean() throws Exception {
        LoadResult result = measured(Fault.NONE);

        assertTrue(result.clean());
        assertEquals(MESSAGES, result.messages());
        assertEquals(DELIVERIES, result.expected());
        assertEquals(DELIVERIES, result.received());
        assertEquals(DELIVERIES, result.latencies().getTotalCount());
        JsonNode json = new ObjectMapper().readTree(result.json());
        assertEquals(0, json.get("lost").asLong());
        assertTrue(json.get("p50Ms").asDouble() > 0);
    }

    @Test
    void aLostDeliveryIsSeen() throws Exception {
        LoadResult result = measured(Fault.LOSES_ONE);

        assertEquals(1, result.lost());
        assertEquals(1, result.roomsWithTwoOrders());
        assertFalse(result.clean());
    }

    @Test
    void aRepeatedDeliveryIsSeen() throws Exception {
        LoadResult result = measured(Fault.REPEATS_ONE);

        assertEquals(1, result.repeated());
        assertEquals(0, result.lost());
        assertFalse(result.clean());
    }

    @Test
    void aRepeatedDeliveryIsSeenEvenAfterTheLastOne() throws Exception {
        LoadResult result = measured(Fault.REPEATS_ONE_AFTER_THE_LAST, Duration.ofSeconds(1));

        assertEquals(1, result.repeated());
        assertFalse(result.clean());
    }

    @Test
    void theRateOfDeliveriesIsThatUntilTheLastOne() throws Exception {
        LoadResult result = measured(Fault.STALLS);

        long until = FaultyGateway.STALL_UNTIL_MILLIS - 1 - WARM_UP.toMillis();
        long most = Math.round(DELIVERIES * 1e3 / until);
        JsonNode json = new ObjectMapper().readTree(result.json());
        assertTrue(json.get("deliveriesPerSecond").asLong() <= most, result.json());
    }

    @Test
    void twoMessagesOfASenderInTheWrongOrderAreSeen() throws Exception {
        LoadResult result = measured(Fault.TURNS_ROUND_A_SENDER);

        assertTrue(result.outOfOrder() > 0);
        assertFalse(result.clean());
    }

    @Test
    void aMemberWithAnotherOrderIsSeen() throws Exception {
        LoadResult result = measured(Fault.TELLS_ONE_ANOTHER_ORDER);

        assertEquals(0, result.lost());
        assertEquals(0, result.outOfOrder());
        assertEquals(1, result.roomsWithTwoOrders());
        assertFalse(result.clean());
    }

    @Test
    void aRefusalIsCountedByItsCode() throws Exception {
        LoadResult result = measured(Fault.REFUSES_ONE);

        assertEquals(Map.of("RATE_LIMITED", 1L), result.refused());
        assertEquals(CLIENTS / ROOMS, result.lost());
        assertFalse(result.clean());
    }

    @Test
    void aClosedConnectionIsSeen() throws Exception {
        LoadResult result = measured(Fault.CLOSES_ONE);

        assertEquals(1, result.closed());
        assertFalse(result.clean());
    }

    @Test
    void aGatewayThatLetsNobodyInEndsTheMeasurement() throws Exception {
        StackFailed refusal = assertThrows(StackFailed.class, () -> measured(Fault.LETS_NOBODY_IN));

        assertTrue(refusal.getMessage().contains("4003"), refusal.getMessage());
    }

    @Test
    void aGatewayThatCanNotBeReachedIsNamed() {
        String address = "ws://127.0.0.1:1/ws-chat";

        StackFailed refusal =
                assertThrows(
                        StackFailed.class,
                        () ->
                                measurement(Duration.ZERO)
                                        .run(List.of(URI.create(address)), member -> "t"));

        String text = refusal.getMessage();
        assertTrue(text.startsWith("A member could not join: no WebSocket at " + address), text);
    }

    @Test
    void aMessageOfTheWarmUpThatNobodyGotIsSeen() throws Exception {
        LoadResult result = measured(Fault.LOSES_ONE_OF_THE_WARM_UP);

        assertEquals(0, result.lost());
        assertEquals(0, result.roomsWithTwoOrders());
        assertFalse(result.clean());
        assertEquals(
                CLIENTS / ROOMS,
                new ObjectMapper().readTree(result.json()).path("lostInWarmUp").asLong());
    }

    @Test
    void aGatewayThatDeliversNothingHasNoLatency() throws Exception {
        LoadResult result = measured(Fault.LOSES_ALL);

        assertEquals(DELIVERIES, result.lost());
        assertTrue(new ObjectMapper().readTree(result.json()).get("p50Ms").isNull());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        result.print(new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("latency     none"), text);
    }

    @Test
    void aStallShowsInTheLatenciesOfAllMessagesThatWereDueMeanwhile() throws Exception {
        LoadResult result = measured(Fault.STALLS);

        assertTrue(result.clean());
        Duration most = Duration.ofNanos(result.latencies().getMaxValue());
        assertTrue(most.toMillis() >= FaultyGateway.STALL_MILLIS - 1, most.toString());
        long late = Duration.ofMillis(FaultyGateway.STALL_MILLIS / 4).toNanos();
        long slow = result.latencies().getCountBetweenValues(late, Long.MAX_VALUE);
        assertTrue(slow >= DELIVERIES / 2, slow + " of " + DELIVERIES);
    }

    @Test
    void aServerThatDoesNotSpeakStompEndsTheMeasurementAtOnce() {
        StackFailed refusal =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(30),
                        () ->
                                assertThrows(
                                        StackFailed.class, () -> measured(Fault.ANSWERS_NO_STOMP)));

        assertTrue(refusal.getMessage().contains("not STOMP"), refusal.getMessage());
    }

    @Test
    void theReasonOfAnErrorIsSaid() {
        StackFailed refusal =
                assertThrows(StackFailed.class, () -> measured(Fault.ANSWERS_AN_ERROR));

        assertTrue(refusal.getMessage().endsWith("ERROR Bad token"), refusal.getMessage());
    }

    @Test
    void membersStayLongerThanTheTimeLimitForConnecting() throws Exception {
        LoadPlan plan = plan();
        Deliveries deliveries = new Deliveries();
        Duration limit = Duration.ofMillis(300);
        try (FaultyGateway gateway = FaultyGateway.start(Fault.NONE);
                Members members = new Members(plan, limit)) {
            members.join(List.of(gateway.address()), member -> "token-" + member, deliveries);

            await().during(limit.multipliedBy(3))
                    .atMost(limit.multipliedBy(20))
                    .until(() -> deliveries.closedSoFar() == 0);
        }
    }

    private static LoadResult measured(Fault fault) throws Exception {
        return measured(fault, Duration.ZERO);
    }

    private static LoadResult measured(Fault fault, Duration repeats) throws Exception {
        try (FaultyGateway gateway = FaultyGateway.start(fault)) {
            return measurement(repeats)
                    .run(List.of(gateway.address()), member -> "token-" + member);
        }
    }

    private static Measurement measurement(Duration repeats) {
        return new Measurement(
                plan(),
                new StackCpu(List.of()),
                new PrintStream(OutputStream.nullOutputStream()),
                Duration.ofSeconds(2),
                repeats);
    }

    private static LoadPlan plan() {
        OpenLoop loop =
                new OpenLoop(
                        RATE,
                        WARM_UP.toNanos(),
                        Duration.ofMillis(1_000 * MESSAGES / RATE).toNanos());
        return new LoadPlan("r-", CLIENTS, ROOMS, 60, loop);
    }
}
