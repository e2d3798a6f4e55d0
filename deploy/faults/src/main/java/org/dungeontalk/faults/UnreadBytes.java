package org.dungeontalk.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Bytes between clients and a server of this machine, from Linux' table of sockets. */
final class UnreadBytes {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;
    private static final int HEX = 16;

    private UnreadBytes() {}

    /** Bytes that clients have written to this port and the server has not read. */
    static long of(int port) throws IOException {
        String ending = ":%04X".formatted(port);
        long sum = 0;
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                sum += lines.skip(1).mapToLong(line -> unread(line.trim(), ending)).sum();
            }
        }
        return sum;
    }

    private static long unread(String line, String ending) {
        String[] columns = line.split("\\s+");
        String[] queues = columns[QUEUES].split(":");
        if (columns[LOCAL].endsWith(ending) && !columns[REMOTE].endsWith(":0000")) {
            return Long.parseLong(queues[1], HEX);
        }
        return columns[REMOTE].endsWith(ending) ? Long.parseLong(queues[0], HEX) : 0;
    }
}
