package org.dungeontalk.gateway.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;

/**
 * Encodes and decodes the keys and values of the presence topic: {@code gateway} for a heart-beat,
 * {@code gateway/kind/room/player} for a membership. Pure.
 */
final class PresenceRecordCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern GATEWAY = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern MEMBERSHIP =
            Pattern.compile("([0-9a-f]{16})/([a-z]+)/([^/]+)/(.+)", Pattern.DOTALL);

    private PresenceRecordCodec() {}

    static String key(Membership membership) {
        return String.join(
                "/",
                membership.gateway(),
                membership.room().kind().text(),
                membership.room().id(),
                membership.memberId());
    }

    static byte[] value(PresentMember member) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("nickname", member.nickname())
                        .put("status", PresenceBody.ONLINE);
        if (member.capacity() != null) {
            json.put("capacity", member.capacity());
        }
        return bytes(json);
    }

    /**
     * @param members the gateway's memberships now, for people who inspect the topic
     */
    static byte[] heartBeat(int members) {
        return bytes(JSON.createObjectNode().put("members", members));
    }

    /** Decodes a record; empty if no gateway wrote it. A {@code null} value is a deletion. */
    static Optional<PresenceRecord> decode(byte[] key, byte[] value) {
        if (key == null) {
            return Optional.empty();
        }
        String text = new String(key, UTF_8);
        if (GATEWAY.matcher(text).matches()) {
            return Optional.of(new PresenceRecord.HeartBeat(text, value == null));
        }
        return membership(text).flatMap(membership -> ofMembership(membership, value));
    }

    private static Optional<Membership> membership(String key) {
        Matcher m = MEMBERSHIP.matcher(key);
        return m.matches()
                ? RoomKind.of(m.group(2))
                        .flatMap(kind -> RoomKey.of(kind, m.group(3)))
                        .map(room -> new Membership(m.group(1), room, m.group(4)))
                : Optional.empty();
    }

    private static Optional<PresenceRecord> ofMembership(Membership membership, byte[] value) {
        if (value == null) {
            return Optional.of(new PresenceRecord.Left(membership));
        }
        try {
            JsonNode json = JSON.readTree(value);
            String nickname = json.path("nickname").asText(membership.memberId());
            JsonNode capacity = json.path("capacity");
            return Optional.of(
                    new PresenceRecord.Joined(
                            membership,
                            new PresentMember(
                                    membership.memberId(),
                                    nickname,
                                    capacity.canConvertToInt() ? capacity.intValue() : null)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
