package org.dungeontalk.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dungeontalk.local.token.SignedToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLogsTest {

    private static final String TOKEN =
            new SignedToken("local-0123456789abcdef0123456789abcdef")
                    .of(
                            SignedToken.Player.named("mira"),
                            Instant.parse("2026-11-22T12:00:00Z"),
                            Duration.ofHours(1));

    @TempDir Path folder;

    @BeforeEach
    void startProcesses() throws Exception {
        write("kafka-0", "2026-11-22 INFO started");
        write("gateway-1", "2026-11-22 INFO eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9 is no secret");
        write("postgres");
    }

    @Test
    void findsNothingWhereNothingIsTold() {
        assertEquals(List.of(), logs().linesWith(StackLogs.partsOf(TOKEN).toList()));
    }

    @Test
    void findsATokenInALineHoweverMuchOfItIsThere() throws Exception {
        String cut = TOKEN.substring(0, TOKEN.lastIndexOf('.') + 20);
        String claims = TOKEN.split("\\.")[1];
        String address = "GET /ws-chat?token=" + TOKEN;
        write("gateway-2", "one line", address, "refused " + cut, "claims " + claims);
        assertEquals(
                List.of(
                        "gateway-2.log: " + address,
                        "gateway-2.log: refused " + cut,
                        "gateway-2.log: claims " + claims),
                logs().linesWith(StackLogs.partsOf(TOKEN).toList()));
    }

    @Test
    void findsATextWithinALineOfAnyProcess() throws Exception {
        write("postgres", "DETAIL:  Parameters: $5 = '{who is there}'");
        assertEquals(
                List.of("postgres.log: DETAIL:  Parameters: $5 = '{who is there}'"),
                logs().linesWith(List.of("nobody", "who is there")));
    }

    @Test
    void namesTheProcessesThatWroteSomething() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "not a log");
        assertEquals(List.of("gateway-1", "kafka-0"), logs().processes());
    }

    private StackLogs logs() {
        return new StackLogs(folder);
    }

    private void write(String process, String... lines) throws Exception {
        Files.write(folder.resolve(process + ".log"), List.of(lines));
    }
}
