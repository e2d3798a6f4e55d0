package org.dungeontalk.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {

    private static final StackFile STACK =
            new StackFile(
                    true,
                    new StackFile.Started("up", 1, 1000, null, null, "up.log"),
                    new StackFile.Kafka("127.0.0.1:8140"),
                    new StackFile.Postgres("postgresql://h/d", "jdbc:postgresql://h/d", "u", "p"),
                    List.of(
                            new StackFile.Started(
                                    "gateway-1",
                                    2,
                                    2000,
                                    Map.of("http", 8080),
                                    Map.of("ws", "ws://127.0.0.1:8080/ws-chat"),
                                    "gateway-1.log")),
                    List.of("gateway-1", "gateway-2"));

    @TempDir Path directory;

    @Test
    void isReadAsItWasWritten() throws Exception {
        DataDir data = new DataDir(directory);
        assertEquals(Optional.empty(), StackFile.read(data));
        STACK.write(data);
        STACK.write(data);
        assertEquals(Optional.of(STACK), StackFile.read(data));
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        DataDir data = new DataDir(directory);
        STACK.write(data);
        data.ensureSecret();
        for (String name : List.of("stack.json", "secret")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve(name))));
        }
    }

    @Test
    void findsProcessesByName() {
        assertEquals(2, STACK.process("gateway-1").orElseThrow().pid());
        assertEquals(Optional.empty(), STACK.process("gateway-2"));
        assertEquals(1, STACK.processesNamed("gateway").size());
    }
}
