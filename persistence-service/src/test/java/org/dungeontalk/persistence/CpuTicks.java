package org.dungeontalk.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** CPU time as the kernel counts it, in hundredths of a second. */
final class CpuTicks {

    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    private CpuTicks() {}

    /** Of a process, of its children that have ended, and of those that run. */
    static long ofFamily(long pid) {
        LongStream children =
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToLong(child -> of(child.pid()));
        return of(pid) + children.sum();
    }

    private static long of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = USER; i <= CHILDREN_SYSTEM; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException ended) {
            return 0;
        }
    }
}
