package org.dungeontalk.persistence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of some rooms, and the check of their rows: none lost, none duplicate, all in order,
 * and none unexpected.
 */
final class Talk {

    private Log log;
    private final Database database;
    private final List<String> rooms = new ArrayList<>();
    private final List<List<String>> said = new ArrayList<>();
    private int lines;

    Talk(Log log, Database database, int rooms) {
        this.log = log;
        this.database = database;
        for (int i = 0; i < rooms; i++) {
            this.rooms.add(Bodies.room());
            said.add(new ArrayList<>());
        }
    }

    /** Says so many lines, round the rooms, and waits until the log has them. */
    void say(int count) {
        for (int i = 0; i < count; i++) {
            int room = lines % rooms.size();
            String line = "line " + lines++;
            said.get(room).add(line);
            log.write("chat", rooms.get(room), Bodies.chat(rooms.get(room), line).toString());
        }
        log.flush();
    }

    /** Goes on with another producer. */
    void on(Log other) {
        log = other;
    }

    int lines() {
        return lines;
    }

    /** Waits until the group has committed everything. */
    void awaitCommitted(Duration limit) {
        await().atMost(limit).until(() -> log.lag("db-writer") == 0);
    }

    void assertComplete() {
        assertEquals(lines, database.rows(), "rows of all rooms");
        for (int room = 0; room < rooms.size(); room++) {
            assertEquals(said.get(room), database.contents(rooms.get(room)));
        }
    }
}
