package org.dungeontalk.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.local.stack.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code deploy/faults/W15}; how fast others are served is its matter. */
class StrangersIT {

    @TempDir Path directory;

    @Test
    void strangersNeitherEndAGatewayNorTakeAMessageFromAnybody() throws Exception {
        try (Stack stack = WholeStack.start(directory, 1, 1, true, Map.of())) {
            Strangers.Outcome outcome = Strangers.SHORT.outcome(stack);
            assertTrue(outcome.held(), outcome.text());
        }
    }
}
