package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.store.RoomPosition;
import org.dungeontalk.persistence.store.RoomViewer;
import org.dungeontalk.persistence.store.SearchText;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.store.StoredMessages;

/**
 * Searches a room by reading its messages, newest first. The search is exact in every language and
 * needs no index, which each write would have to update. One request reads a limited number of
 * messages; then the page holds the cursor at which to continue, even if it is empty.
 */
@ApplicationScoped
class RoomSearch {

    private final StoredMessages messages;
    private final int stretch;

    RoomSearch(StoredMessages messages, PersistenceConfig config) {
        this.messages = messages;
        this.stretch = config.history().searchStretch();
    }

    Uni<PageRows> search(String words, RoomPosition position, RoomViewer viewer, int limit) {
        return newestBefore(position, viewer)
                .chain(newest -> messages.nth(newest, viewer, stretch))
                .chain(oldest -> search(SearchText.of(words), oldest, position, viewer, limit));
    }

    /** The end of a room is no position in the log: replaces it by that of the newest message. */
    private Uni<RoomPosition> newestBefore(RoomPosition position, RoomViewer viewer) {
        if (!position.equals(RoomPosition.END)) {
            return Uni.createFrom().item(position);
        }
        return messages.before(position, viewer, 1)
                .map(newest -> newest.isEmpty() ? position : RoomPosition.of(newest.get(0)));
    }

    private Uni<PageRows> search(
            SearchText words,
            StoredMessage oldest,
            RoomPosition position,
            RoomViewer viewer,
            int limit) {
        RoomPosition from = oldest == null ? RoomPosition.BEGINNING : RoomPosition.of(oldest);
        return messages.containing(words, from, position, viewer, limit + 1)
                .map(
                        found ->
                                found.size() > limit
                                        ? PageRows.before(found, limit)
                                        : new PageRows(found, oldest));
    }
}
