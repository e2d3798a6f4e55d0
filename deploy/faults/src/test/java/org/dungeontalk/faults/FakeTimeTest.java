package org.dungeontalk.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeTimeTest {

    @TempDir Path directory;

    @Test
    void isFoundInTheFolderOfAnyMachine() throws Exception {
        Path library = directory.resolve("lib/riscv64-linux-gnu/faketime/libfaketimeMT.so.1");
        Files.createDirectories(library.getParent());
        Files.createFile(library);
        Path nowhere = directory.resolve("nowhere");
        assertEquals(
                Optional.of(library), FakeTime.find(List.of(nowhere, directory.resolve("lib"))));
        assertEquals(Optional.empty(), FakeTime.find(List.of(nowhere)));
    }

    @Test
    void writesTheDifferenceFromTheRightTimeInSeconds() throws Exception {
        Path file = directory.resolve("clock");
        FakeTime.set(file, Duration.ofMinutes(40));
        assertEquals("+2400", Files.readString(file).strip());
        FakeTime.set(file, Duration.ofMinutes(-40));
        assertEquals("-2400", Files.readString(file).strip());
        FakeTime.set(file, Duration.ZERO);
        assertEquals("+0", Files.readString(file).strip());
    }
}
