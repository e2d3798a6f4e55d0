package org.dungeontalk.analytics.moderator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MuteRequestTest {

    @Test
    void aMuteLastsForMinutesOrUntilItIsLifted() {
        assertEquals(
                new MuteRequest(10, "spam"),
                MuteRequest.of("{\"minutes\":10,\"reason\":\"spam\"}"));
        assertEquals(new MuteRequest(null, null), MuteRequest.of("{}"));
        assertEquals(
                new MuteRequest(null, null), MuteRequest.of("{\"minutes\":null,\"reason\":null}"));
    }

    @Test
    void aBodyIsUtf8() {
        String body = "{\"reason\":\"caf\u00e9\"}";
        assertEquals(new MuteRequest(null, "caf\u00e9"), MuteRequest.of(body.getBytes(UTF_8)));
        for (Charset charset : List.of(UTF_16, UTF_16LE, ISO_8859_1)) {
            byte[] bytes = body.getBytes(charset);
            assertThrows(
                    IllegalArgumentException.class, () -> MuteRequest.of(bytes), charset.name());
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "x",
                "{\"minute\":10}",
                "{\"Minutes\":10}",
                "{\"until\":\"2026-11-29T04:00:00Z\"}",
                "{\"minutes\":10,\"minutes\":20}",
                "{\"minutes\":\"10\"}",
                "{\"minutes\":1.5}",
                "{\"minutes\":true}",
                "{\"minutes\":0}",
                "{\"minutes\":-1}",
                "{\"minutes\":2147483648}",
                "{\"minutes\":527041}",
                "{\"minutes\":10,\"reason\":5}",
                "{\"minutes\":10} {}"
            })
    void whatIsNotClearIsNoMuteWithoutAnEnd(String body) {
        assertThrows(IllegalArgumentException.class, () -> MuteRequest.of(body));
    }
}
