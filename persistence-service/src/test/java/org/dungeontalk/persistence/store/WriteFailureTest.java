package org.dungeontalk.persistence.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WriteFailureTest {

    @Test
    void blamesTheDataOnlyIfPostgresDoes() {
        for (String state : List.of("22021", "22P05", "22008", "23514", "23502")) {
            assertEquals(WriteFailure.DATA, WriteFailure.of(state), state);
        }
    }

    @Test
    void waitsForEverythingElse() {
        List<String> states =
                List.of(
                        "08006", "40001", "40P01", "42P01", "53100", "53300", "55P03", "57014",
                        "57P01", "57P03", "58030", "XX000");
        for (String state : states) {
            assertEquals(WriteFailure.WAIT, WriteFailure.of(state), state);
        }
        assertEquals(WriteFailure.WAIT, WriteFailure.of(null));
    }

    @Test
    void spellsAListSoThatPostgresReadsItBack() {
        assertEquals("{}", ArrayLiteral.of(List.of()));
        assertEquals(
                "{\"a, b\",\"\",\"\\\"q\\\" \\\\ {x}\",\"NULL\"}",
                ArrayLiteral.of(List.of("a, b", "", "\"q\" \\ {x}", "NULL")));
    }
}
