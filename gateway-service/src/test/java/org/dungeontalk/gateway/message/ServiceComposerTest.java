package org.dungeontalk.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

/** What a service may say over HTTP, and as whom. */
class ServiceComposerTest {
    private final ServiceComposer composer =
            new ServiceComposer(Clock.fixed(Instant.parse("2025-11-22T12:00:00Z"), ZoneOffset.UTC));
    private final Player service = player(null, Role.SERVICE);

    @Test
    void aServiceSpeaksAsItselfUnlessItSaysOtherwise() {
        LogMessage own = taken(RoomKind.CHAT, "{\"content\":\"hello\"}");
        assertEquals("ai-1", own.from());
        assertEquals("TALK", own.type());
        assertTrue(json(own).contains("\"senderNickname\":\"The engine\""));
        LogMessage master =
                taken(
                        RoomKind.AICHAT,
                        "{\"senderId\":\"AI_GM\",\"senderNickname\":\"Game master\","
                                + "\"content\":\"The door opens.\",\"turnNumber\":2,"
                                + "\"aiResponseTime\":740,\"aiSources\":[\"rules\"]}");
        assertEquals("AI_GM", master.from());
        assertEquals("AI", master.type());
        assertTrue(json(master).contains("\"senderNickname\":\"Game master\""));
        assertTrue(json(master).contains("\"aiResponseTime\":740"));
        LogMessage unnamed = taken(RoomKind.CHAT, "{\"senderId\":\"AI_GM\",\"content\":\"x\"}");
        assertTrue(json(unnamed).contains("\"senderNickname\":\"AI_GM\""));
    }

    @Test
    void turnsAreStartedByTheirTypeAndNeedANumber() {
        LogMessage turn =
                taken(RoomKind.AICHAT, "{\"messageType\":\"TURN_START\",\"turnNumber\":3}");
        assertEquals("TURN_START", turn.type());
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(service, "{\"messageType\":\"TURN_END\"}", RoomKind.AICHAT));
    }

    @Test
    void theRoomIsThePathsAndTheBodyMayOnlyAgree() {
        assertEquals("tavern", taken(RoomKind.CHAT, "{\"content\":\"x\"}").room().id());
        assertEquals(
                "tavern",
                taken(RoomKind.CHAT, "{\"roomId\":\"tavern\",\"content\":\"x\"}").room().id());
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(service, "{\"roomId\":\"vault\",\"content\":\"x\"}", RoomKind.CHAT));
    }

    @Test
    void whoeverIsNoServiceOrHasNotTheRoomIsRefused() {
        String body = "{\"content\":\"x\"}";
        assertEquals(ErrorCode.ROLE_REQUIRED, refused(player(null, Role.GM), body, RoomKind.CHAT));
        assertEquals(
                ErrorCode.ROOM_FORBIDDEN,
                refused(player(Set.of("vault"), Role.SERVICE), body, RoomKind.CHAT));
    }

    @Test
    void namesAreNamesAndIdsAreIds() {
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(service, "{\"senderId\":\"a\\r\\nb\",\"content\":\"x\"}", RoomKind.CHAT));
        assertEquals(
                ErrorCode.INVALID_FIELD,
                refused(
                        service,
                        "{\"senderNickname\":\"\\u001b[31mred\",\"content\":\"x\"}",
                        RoomKind.CHAT));
        assertEquals(
                ErrorCode.INVALID_MESSAGE_ID,
                refused(service, "{\"messageId\":\"1\",\"content\":\"x\"}", RoomKind.CHAT));
    }

    private LogMessage taken(RoomKind kind, String body) {
        return assertInstanceOf(
                LogMessage.class, composer.message(service, kind, "tavern", body.getBytes(UTF_8)));
    }

    private ErrorCode refused(Player who, String body, RoomKind kind) {
        return assertInstanceOf(
                        Refusal.class, composer.message(who, kind, "tavern", body.getBytes(UTF_8)))
                .code();
    }

    private static String json(LogMessage message) {
        return new String(message.json(), UTF_8);
    }

    private static Player player(Set<String> rooms, Role role) {
        return new Player(
                "ai-1", "The engine", rooms, Set.of(role), Map.of(), Instant.EPOCH, Instant.MAX);
    }
}
