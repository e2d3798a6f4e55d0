package org.dungeontalk.persistence.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.persistence.erasure.ErasureMode;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.replay.ReplayFrom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests of operators are refused, because an erasure can't be undone. */
class AdminRequestsTest {

    @Test
    void anErasureNamesAPlayerAndAMode() {
        assertEquals(
                new AdminRequests.ErasureRequest("p-1", ErasureMode.ERASE),
                erasure("{\"playerId\":\"p-1\",\"mode\":\"ERASE\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"playerId\":\"a\",\"playerId\":\"b\",\"mode\":\"ERASE\"}",
                "{\"playerId\":5,\"mode\":\"ERASE\"}",
                "{\"playerId\":true,\"mode\":\"ERASE\"}",
                "{\"playerId\":\"a\",\"mode\":\"ERASE\",\"through\":\"2020-01-01T00:00:00Z\"}",
                "{\"playerId\":\"a\",\"mode\":[\"ERASE\"]}",
                "{\"playerId\":\"a\",\"mode\":\"ERASE\"} {}"
            })
    void anErasureThatIsNotClearIsRefused(String body) {
        assertEquals(400, assertThrows(Problem.class, () -> erasure(body)).status());
    }

    @Test
    void aBodyOfMoreThanTenThousandCharactersIsRefused() {
        String body = "{\"playerId\":\"p-1\",\"mode\":\"ERASE\"}";
        assertEquals("p-1", erasure(body + " ".repeat(10_000 - body.length())).playerId());
        String longer = body + " ".repeat(10_001 - body.length());
        assertEquals(400, assertThrows(Problem.class, () -> erasure(longer)).status());
    }

    @Test
    void aBodyThatIsNotUtf8IsRefusedBeforeItNamesAnotherPlayer() {
        String body = "{\"playerId\":\"Jos\u00e9\",\"mode\":\"ERASE\"}";
        for (Charset charset : List.of(UTF_16, UTF_16LE, ISO_8859_1)) {
            byte[] bytes = body.getBytes(charset);
            Problem refused = assertThrows(Problem.class, () -> erasure(AdminRequests.text(bytes)));
            assertEquals(400, refused.status(), charset.name());
        }
        assertEquals("Jos\u00e9", erasure(AdminRequests.text(body.getBytes(UTF_8))).playerId());
    }

    @Test
    void aReplayBeginsAtATimeOrAtOffsets() {
        assertEquals(
                new ReplayFrom.Time(Instant.parse("2026-11-22T10:00:00Z")),
                replay("\"2026-11-22T10:00:00Z\""));
        assertEquals(new ReplayFrom.Offsets(Map.of(0, 7L, 12, 0L)), replay("{\"0\":7,\"12\":0}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"+1000000000-12-31T23:59:59.999999999Z\"",
                "\"-1000000000-01-01T00:00:00Z\"",
                "\"1969-12-31T23:59:59Z\"",
                "\"yesterday\"",
                "{\"0\":1.5}",
                "{\"0\":\"1\"}",
                "{\"0\":0,\"0\":0}",
                "{\"00\":0}",
                "{\"0\":-1}",
                "{}",
                "7"
            })
    void aReplayThatIsNotClearIsRefused(String from) {
        assertEquals(400, assertThrows(Problem.class, () -> replay(from)).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                "0f0c2a91-aaaa-4bbb-8ccc-123456789ab",
                "0f0c2a91-aaaa-4bbb-8ccc-00123456789ab",
                "{0f0c2a91-aaaa-4bbb-8ccc-0123456789ab}",
                ""
            })
    void aReplayIsNamedByAWholeUuidOnly(String id) {
        assertEquals(400, assertThrows(Problem.class, () -> AdminRequests.replayId(id)).status());
        String whole = "0f0c2a91-aaaa-4bbb-8ccc-0123456789ab";
        assertEquals(UUID.fromString(whole), AdminRequests.replayId(whole));
        assertEquals(
                UUID.fromString(whole), AdminRequests.replayId(whole.toUpperCase(Locale.ROOT)));
    }

    private static AdminRequests.ErasureRequest erasure(String body) {
        return AdminRequests.erasure(AdminRequests.object(body, Set.of("playerId", "mode")));
    }

    private static ReplayFrom replay(String from) {
        return AdminRequests.replayFrom(
                AdminRequests.object("{\"from\":" + from + "}", Set.of("from")));
    }
}
