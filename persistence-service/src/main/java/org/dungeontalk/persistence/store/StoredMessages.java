package org.dungeontalk.persistence.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dungeontalk.persistence.log.MessageKind;

/** Reads a room's messages by the index message_history. Called on an event loop. */
@ApplicationScoped
public class StoredMessages implements PanacheRepositoryBase<StoredMessage, UUID> {

    private static final String OLDER =
            """
            kind = :kind and roomId = :room
            and (receiverId is null or receiverId = :player or senderId = :player)
            and (logEpoch, logOffset) < (:epoch, :offset)
            """;

    private static final Sort NEWEST_FIRST = Sort.descending("logEpoch", "logOffset");

    /** A place in the order of a room; everything lies before {@link #END}. */
    public record Place(int epoch, long offset) {

        public static final Place END = new Place(Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Messages of a room before a place, newest first; whispers only of and to the player.
     *
     * @param limit most messages to read
     */
    @WithSession
    public Uni<List<StoredMessage>> before(
            Place place, MessageKind kind, String room, String player, int limit) {
        Map<String, Object> parameters =
                Map.of(
                        "kind", kind.text(),
                        "room", room,
                        "player", player,
                        "epoch", place.epoch(),
                        "offset", place.offset());
        return find(OLDER, NEWEST_FIRST, parameters).range(0, limit - 1).list();
    }
}
