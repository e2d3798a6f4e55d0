package org.dungeontalk.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {

    @ParameterizedTest
    @CsvSource({
        "counting, -1",
        "counting, 0",
        "counting, many",
        "counting, 2147483648",
        "reading, 1.5",
        "reading, ''"
    })
    void aNumberThatIsNoneIsRefusedBeforeAnythingIsBuilt(String benchmark, String argument) {
        StringWriter said = new StringWriter();
        CommandLine bench = Load.COMMANDS.line("bench").setErr(new PrintWriter(said));

        assertEquals(2, bench.execute(benchmark, argument), said::toString);

        String refusal =
                "%s takes whole numbers from 1 to 999999999, and not \"%s\"."
                        .formatted(benchmark, argument);
        assertTrue(said.toString().startsWith(refusal), said::toString);
    }
}
