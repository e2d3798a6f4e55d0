package org.dungeontalk.testing;

import java.nio.file.Path;
import org.dungeontalk.embedded.LogTail;

/** A packaged service that a test has started in a process of its own. */
public final class StartedProcess {

    private static final int SHOWN_LINES = 5;

    private StartedProcess() {}

    /**
     * Returns if the process runs. A wait for its readiness calls this before each question, so
     * that it fails at once when the service can't become ready any more, for instance because of a
     * wrong JVM flag.
     *
     * @param output the file to which it writes
     * @throws IllegalStateException with the exit code and the last lines of the output, if it has
     *     ended
     */
    public static void requireRunning(Process process, Path output) {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "The service ended with exit code %d: %s"
                            .formatted(
                                    process.exitValue(),
                                    String.join(" | ", LogTail.of(output, SHOWN_LINES))));
        }
    }
}
