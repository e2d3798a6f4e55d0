package org.dungeontalk.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

    @ParameterizedTest
    @CsvSource({
        "101, ADMITTED",
        "200, ADMITTED",
        "CONNECTED, ADMITTED",
        "401, REFUSED",
        "4005, REFUSED",
        "503, UNAVAILABLE",
        "1013, UNAVAILABLE",
        "429, UNEXPECTED",
        "0, UNEXPECTED",
        "-1, UNEXPECTED"
    })
    void readsTheAnswerToAToken(String answer, Admission meaning) {
        assertEquals(meaning, Admission.of(answer));
    }
}
