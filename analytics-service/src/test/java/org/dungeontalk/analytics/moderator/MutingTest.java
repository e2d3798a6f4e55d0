package org.dungeontalk.analytics.moderator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutingTest {

    @Test
    void aMuteLastsForMinutesOrUntilItIsLifted() {
        assertEquals(new Muting(10, "spam"), Muting.of("{\"minutes\":10,\"reason\":\"spam\"}"));
        assertEquals(new Muting(null, null), Muting.of("{}"));
        assertEquals(new Muting(null, null), Muting.of("{\"minutes\":null,\"reason\":null}"));
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
        assertThrows(IllegalArgumentException.class, () -> Muting.of(body));
    }
}
