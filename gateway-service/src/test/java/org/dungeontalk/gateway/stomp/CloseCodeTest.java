package org.dungeontalk.gateway.stomp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dungeontalk.gateway.stomp.CloseCode.Duty;
import org.junit.jupiter.api.Test;

/** The close codes are those of docs/protocol.md, each with the duty that clients read there. */
class CloseCodeTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (\\d{4}) \\| [^|]+ \\| ([^|]+) \\|$");

    @Test
    void everyCodeIsInTheProtocolWithWhatTheClientDoes() throws IOException {
        Map<Integer, Duty> told = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "protocol.md")));
        while (row.find()) {
            told.put(Integer.valueOf(row.group(1)), duty(row.group(2)));
        }
        Map<Integer, Duty> ours = new TreeMap<>();
        for (CloseCode code : CloseCode.values()) {
            ours.put(code.code(), code.duty());
        }
        assertEquals(told, ours);
    }

    @Test
    void theCodesThatClientsKnowByNumberStay() {
        assertEquals(1012, CloseCode.RESTART.code());
        assertEquals(4001, CloseCode.SLOW_CONSUMER.code());
        assertEquals(4002, CloseCode.SILENT.code());
        assertEquals(4003, CloseCode.NO_CONNECT.code());
        assertEquals(4004, CloseCode.TOKEN_EXPIRED.code());
        assertEquals(4005, CloseCode.UNAUTHORIZED.code());
        assertEquals(4006, CloseCode.LOG_GAP.code());
        assertEquals(4007, CloseCode.TOO_MANY_CONNECTIONS.code());
        assertEquals(4008, CloseCode.TOKEN_REVOKED.code());
        assertEquals(4009, CloseCode.REPLACED.code());
    }

    private static Duty duty(String told) {
        if (told.startsWith("stays away")) {
            return Duty.STAY_AWAY;
        }
        if (told.startsWith("gets ")) {
            return Duty.RENEW_TOKEN;
        }
        return told.contains("resumes") ? Duty.RESUME : Duty.COME_BACK_LATER;
    }
}
