package org.dungeontalk.gateway.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

/** Bodies and records of presence against docs/contract. */
class PresenceContractTest {
    private static final RoomKey ROOM = new RoomKey(RoomKind.AICHAT, "tavern 7");
    private static final Membership MEMBERSHIP = new Membership("0123456789abcdef", ROOM, "p/1");
    private static final PresentMember MIRA = new PresentMember("p/1", "Mira \"M\" 🎲", 6);

    @Test
    void aFrameIsWhatTheSchemaSays() {
        RoomMembers.Builder view = new RoomMembers.Builder();
        view.add(MIRA);
        for (int listed : new int[] {0, 1}) {
            for (int configured : new int[] {0, 4}) {
                byte[] body =
                        new PresenceBody(listed)
                                .of(
                                        ROOM.id(),
                                        view.build(configured),
                                        PresenceBody.Event.JOIN,
                                        Instant.now());
                assertEquals(List.of(), Contract.violations("presence", body));
            }
        }
    }

    @Test
    void recordsAreWhatTheSchemasSayAndComeBackAsTheyWere() {
        byte[] key = PresenceRecordCodec.key(MEMBERSHIP).getBytes(UTF_8);
        byte[] value = PresenceRecordCodec.value(MIRA);
        assertEquals(List.of(), Contract.violations("presence-member", value));
        assertEquals(
                Optional.of(new PresenceRecord.Joined(MEMBERSHIP, MIRA)),
                PresenceRecordCodec.decode(key, value));
        assertEquals(
                Optional.of(new PresenceRecord.Left(MEMBERSHIP)),
                PresenceRecordCodec.decode(key, null));
        byte[] beat = PresenceRecordCodec.heartBeat(3);
        assertEquals(List.of(), Contract.violations("presence-gateway", beat));
        assertEquals(
                Optional.of(new PresenceRecord.HeartBeat(MEMBERSHIP.gateway(), false)),
                PresenceRecordCodec.decode(MEMBERSHIP.gateway().getBytes(UTF_8), beat));
    }

    @Test
    void whatNoGatewayWroteIsSkipped() {
        byte[] value = PresenceRecordCodec.value(MIRA);
        for (String key : List.of("", "nobody", "0123456789abcdef/chat/r", "0123/chat/r/p")) {
            assertEquals(Optional.empty(), PresenceRecordCodec.decode(key.getBytes(UTF_8), value));
        }
        assertEquals(Optional.empty(), PresenceRecordCodec.decode(null, value));
        byte[] key = PresenceRecordCodec.key(MEMBERSHIP).getBytes(UTF_8);
        assertEquals(Optional.empty(), PresenceRecordCodec.decode(key, "{".getBytes(UTF_8)));
    }
}
