package org.dungeontalk.load.compare;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {

    @TempDir Path directory;

    @Test
    void numbersThatNoServerCanMeetAreRefusedBeforeAnythingStarts() {
        for (List<String> wrong :
                List.of(
                        List.of("--rates", "Infinity"),
                        List.of("--rates", "NaN"),
                        List.of("--clients", "0"),
                        List.of("--clients", "2147483647"),
                        List.of("--seconds", "2147483647"),
                        List.of("--warm-up", "2147483647"))) {
            CompareCommand command = new CompareCommand();
            List<String> all = new ArrayList<>(wrong);
            all.addAll(List.of("--bench", directory.toString()));
            new CommandLine(command).parseArgs(all.toArray(String[]::new));

            assertThrows(CommandLine.ParameterException.class, command::call, wrong.toString());
        }
    }
}
