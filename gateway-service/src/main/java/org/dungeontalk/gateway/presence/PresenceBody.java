package org.dungeontalk.gateway.presence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Writes the body of a presence frame, docs/contract/schemas/presence.json. Pure.
 *
 * @param listed the most members listed by name; larger rooms get only the count
 */
record PresenceBody(int listed) {
    static final String ONLINE = "ONLINE";

    private static final JsonFactory FACTORY = new JsonFactory();

    /** The change since the previous frame. */
    enum Event {
        /** Players joined, none left. */
        JOIN,
        /** Players left, none joined. */
        LEAVE,
        /** The first frame of a subscription, or several changes at once. */
        SNAPSHOT
    }

    byte[] of(String roomId, RoomMembers view, Event event, Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("roomId", roomId);
            json.writeNumberField("connectedCount", view.count());
            json.writeFieldName("maxCapacity");
            if (view.capacity() == null) {
                json.writeNull();
            } else {
                json.writeNumber(view.capacity());
            }
            if (listsMembers(view)) {
                writeMembers(json, view);
            }
            json.writeStringField("eventType", event.name());
            json.writeStringField("eventTime", time.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Whether the room's members are listed by name. */
    boolean listsMembers(RoomMembers view) {
        return view.count() <= listed;
    }

    private static void writeMembers(JsonGenerator json, RoomMembers view) throws IOException {
        json.writeArrayFieldStart("members");
        for (PresentMember member : view.members().values()) {
            json.writeStartObject();
            json.writeStringField("memberId", member.id());
            json.writeStringField("nickname", member.nickname());
            json.writeStringField("status", ONLINE);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
