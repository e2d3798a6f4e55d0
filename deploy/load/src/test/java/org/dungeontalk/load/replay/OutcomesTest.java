package org.dungeontalk.load.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesTest {

    @TempDir Path directory;

    @Test
    void aReplayThatIsStoppedHasWrittenItsOutcomesSoFar() throws Exception {
        Path file = directory.resolve("outcomes");
        List<String> lines =
                List.of(
                        "{\"room\":\"inn\",\"index\":0,\"messageId\":\"m\",\"answer\":\"RECEIPT\"}");
        Outcomes outcomes = new Outcomes(file);
        outcomes.write(new Outcomes.Outcome("inn", 0, "m", "RECEIPT"));

        outcomes.flush();

        assertEquals(lines, Files.readAllLines(file));
        outcomes.close();
        outcomes.flush();
        assertEquals(lines, Files.readAllLines(file));
    }
}
