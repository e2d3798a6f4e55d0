package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.store.Place;
import org.dungeontalk.persistence.store.RoomReader;
import org.dungeontalk.persistence.store.SearchText;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.store.StoredMessages;

/**
 * Looks for a text in a room by reading the room, newest first: exact, for a Korean syllable as for
 * an English word, and without an index that every message would have to pay for. One question
 * reads so many messages at most; the page then says where to go on, even if it is empty.
 */
@ApplicationScoped
class RoomSearch {

    private final StoredMessages messages;
    private final int stretch;

    RoomSearch(StoredMessages messages, PersistenceConfig config) {
        this.messages = messages;
        this.stretch = config.history().searchStretch();
    }

    Uni<Excerpt> search(String words, Place place, RoomReader reader, int limit) {
        return newestBefore(place, reader)
                .chain(newest -> messages.nth(newest, reader, stretch))
                .chain(oldest -> search(SearchText.of(words), oldest, place, reader, limit));
    }

    /** A place in the log that is asked for; the room's end lies in none. */
    private Uni<Place> newestBefore(Place place, RoomReader reader) {
        if (!place.equals(Place.END)) {
            return Uni.createFrom().item(place);
        }
        return messages.before(place, reader, 1)
                .map(newest -> newest.isEmpty() ? place : Place.of(newest.get(0)));
    }

    private Uni<Excerpt> search(
            SearchText words, StoredMessage oldest, Place place, RoomReader reader, int limit) {
        Place from = oldest == null ? Place.BEGINNING : Place.of(oldest);
        return messages.saying(words, from, place, reader, limit + 1)
                .map(
                        found ->
                                found.size() > limit
                                        ? Excerpt.before(found, limit)
                                        : new Excerpt(found, oldest));
    }
}
