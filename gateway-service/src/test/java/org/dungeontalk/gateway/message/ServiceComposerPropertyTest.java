package org.dungeontalk.gateway.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.RoomKind;

/** What holds for any body of a POST; the same thousand cases in every run. */
class ServiceComposerPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceComposer composer = new ServiceComposer(Clock.systemUTC());

    @Property(seed = "1")
    void anyBytesAreRefusedOrAMessageOfTheRoom(
            @ForAll byte[] body, @ForAll RoomKind kind, @ForAll boolean service)
            throws IOException {
        check(kind, body, service);
    }

    @Property(seed = "1")
    void anyFieldsAreRefusedOrAMessageOfTheRoom(
            @ForAll("fields") Map<String, Object> fields,
            @ForAll RoomKind kind,
            @ForAll boolean service)
            throws IOException {
        check(kind, JSON.writeValueAsBytes(fields), service);
    }

    private void check(RoomKind kind, byte[] body, boolean service) throws IOException {
        Player poster = poster(service ? Set.of(Role.SERVICE) : Set.of(Role.GM));
        Composed composed = composer.message(poster, kind, "r", body);
        if (composed instanceof LogMessage message) {
            assertTrue(service, "only a service may post");
            JsonNode json = JSON.readTree(message.json());
            assertEquals("r", json.get(kind == RoomKind.CHAT ? "roomId" : "aiGameRoomId").asText());
            assertEquals(message.from(), json.get("senderId").asText());
            assertFalse(json.get("senderNickname").asText().isBlank());
            assertTrue(json.get("content").asText().length() <= 2 * MessageComposer.MAX_CONTENT);
        } else if (composed instanceof Refusal refusal) {
            assertFalse(refusal.message().isBlank());
            assertEquals(!service, refusal.code() == ErrorCode.ROLE_REQUIRED);
        }
    }

    @Provide
    Arbitrary<Map<String, Object>> fields() {
        Arbitrary<String> names =
                Arbitraries.of(
                        List.of(
                                "content",
                                "type",
                                "messageType",
                                "roomId",
                                "aiGameRoomId",
                                "senderId",
                                "senderNickname",
                                "receiverId",
                                "messageId",
                                "turnNumber",
                                "aiSources",
                                "aiResponseTime"));
        Arbitrary<Object> values =
                Arbitraries.oneOf(
                        Arbitraries.of("TALK", "AI", "TURN_START", "SYSTEM", "r", "p-2", "hi", ""),
                        Arbitraries.strings().ofMaxLength(60),
                        Arbitraries.integers(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(List.of(), Map.of(), List.of("a"), List.of(Map.of())));
        return Arbitraries.maps(names, values);
    }

    private static Player poster(Set<Role> roles) {
        return new Player("ai", "The Voice", null, roles, Map.of(), Instant.EPOCH, Instant.MAX);
    }
}
