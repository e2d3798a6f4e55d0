package org.dungeontalk.faults;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dungeontalk.local.stack.StackFailed;

/**
 * libfaketime, which gives a process another wall clock. Its monotonic clock stays right, and so do
 * a JVM's timed waits: with libfaketime's own handling of them, they would all return at once.
 */
final class FakeTime {

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private FakeTime() {}

    /**
     * The settings of a process whose wall clock differs.
     *
     * @param hours ahead; negative: behind
     * @throws StackFailed if the library is not installed
     */
    static Map<String, String> settings(int hours) throws IOException {
        return settings("FAKETIME", "%+dh".formatted(hours));
    }

    /**
     * The settings of processes whose wall clock jumps whenever the file is {@link #set}: each
     * process looks at the file every ten seconds.
     *
     * @throws StackFailed if the library is not installed
     */
    static Map<String, String> settings(Path file) throws IOException {
        return settings("FAKETIME_TIMESTAMP_FILE", file.toString());
    }

    /** Sets the clocks of the processes with this file to another difference from the right one. */
    static void set(Path file, Duration ahead) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, "%+d%n".formatted(ahead.toSeconds()));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, String> settings(String name, String value) throws IOException {
        Path library =
                find(List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"), Path.of("/usr/lib64")))
                        .orElseThrow(
                                () ->
                                        new StackFailed(
                                                "libfaketime is missing. On Debian: apt-get install"
                                                        + " libfaketime"));
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                name,
                value,
                "DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    /**
     * The library in one of these folders, or in a folder of them that is named after a machine.
     */
    static Optional<Path> find(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.exists(folder.resolve(LIBRARY))) {
                return Optional.of(folder.resolve(LIBRARY));
            }
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> machines =
                        Files.newDirectoryStream(folder, "*-linux-*")) {
                    for (Path machine : machines) {
                        if (Files.exists(machine.resolve(LIBRARY))) {
                            return Optional.of(machine.resolve(LIBRARY));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
