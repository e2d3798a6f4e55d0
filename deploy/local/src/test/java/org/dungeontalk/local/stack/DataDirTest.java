package org.dungeontalk.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {

    @TempDir Path directory;

    @Test
    void keepsItsSecret() throws Exception {
        String secret = new DataDir(directory).ensureSecret();
        assertTrue(secret.startsWith("local-"));
        assertTrue(secret.length() >= 32);
        assertEquals(secret, new DataDir(directory).ensureSecret());
    }

    @Test
    void belongsToOneStackAtATime() throws Exception {
        DataDir data = new DataDir(directory);
        try (FileChannel held = data.lock().orElseThrow()) {
            assertTrue(held.isOpen());
            assertTrue(data.lock().isEmpty());
        }
        data.lock().orElseThrow().close();
    }

    @Test
    void isEmptiedOfItsOwnFilesOnly() throws Exception {
        DataDir data = new DataDir(directory);
        Files.createDirectories(data.kafka());
        Files.writeString(directory.resolve("diary.txt"), "mine");
        data.ensureSecret();
        data.empty();
        assertFalse(Files.exists(data.kafka()));
        assertFalse(Files.exists(directory.resolve("secret")));
        assertTrue(Files.exists(directory.resolve("diary.txt")));
    }

    @Test
    void isNotTakenFromSomebodyElse() throws Exception {
        DataDir data = new DataDir(directory);
        Files.writeString(Files.createDirectories(data.logs()).resolve("mine.log"), "mine");
        StackFailed refusal = assertThrows(StackFailed.class, data::lock);
        assertEquals(
                directory
                        + " has folders that are not a stack's: logs. Choose another directory with"
                        + " --data DIR.",
                refusal.getMessage());
        assertFalse(Files.exists(directory.resolve("lock")));
    }

    @Test
    void keepsTheLogsOfTheRunBefore() throws Exception {
        DataDir data = new DataDir(directory);
        data.prepareRun();
        Files.writeString(data.log("gateway-1"), "first run");
        data.prepareRun();
        assertFalse(Files.exists(data.log("gateway-1")));
        assertEquals(
                "first run", Files.readString(directory.resolve("logs.previous/gateway-1.log")));
    }
}
