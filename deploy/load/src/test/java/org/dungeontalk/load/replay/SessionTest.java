package org.dungeontalk.load.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

    private static final String TEXT =
            """
            {"room":"inn","turn":0,"player":"Mina","text":"안녕"}
            {"room":"cellar","player":"Bram","text":"Who is there?"}

            {"room":"inn","player":"Bram","text":"Me."}
            """;

    @TempDir Path directory;

    @Test
    void keepsEachRoomsOrder() throws Exception {
        Session session = Session.read(write(TEXT), "", Long.MAX_VALUE);
        assertEquals(3, session.size());
        assertEquals(
                List.of(new Line("inn", "Mina", "안녕"), new Line("inn", "Bram", "Me.")),
                session.rooms().get("inn"));
        assertEquals(List.of(), session.malformed());
    }

    @Test
    void readsGzipWhateverTheFileIsCalled() throws Exception {
        Path file = directory.resolve("session.txt");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(3, Session.read(file, "", Long.MAX_VALUE).size());
    }

    @Test
    void namesTheLinesItCanNotPlayAndGoesOn() throws Exception {
        Session session =
                Session.read(
                        write("{oops\n" + TEXT + "{\"room\":\"inn\",\"player\":\"Mina\"}\n[]\n"),
                        "",
                        Long.MAX_VALUE);
        assertEquals(3, session.size());
        assertEquals(3, session.malformed().size());
        assertTrue(session.malformed().get(0).startsWith("line 1: not JSON"));
        assertEquals("line 6: no text in \"text\"", session.malformed().get(1));
        assertEquals("line 7: no text in \"room\"", session.malformed().get(2));
    }

    @Test
    void takesTheFirstLinesAndRenamesTheRooms() throws Exception {
        Session session = Session.read(write(TEXT), "x-", 2);
        assertEquals(2, session.size());
        assertTrue(session.rooms().containsKey("x-cellar"));
    }

    @Test
    void findsNothingWrongWithTheSessionThatComesAlong() throws Exception {
        Session session = Session.read(Path.of("sessions/the-lantern-inn.jsonl"), "", 1000);
        assertEquals(List.of(), session.malformed());
        assertTrue(session.size() >= 40);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("session.jsonl"), text);
    }
}
