package org.dungeontalk.persistence.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Reads messages of a room by the index message_history and of a player by message_sender. Leaves
 * out erased messages. Called on an event loop.
 */
@ApplicationScoped
public class StoredMessages implements PanacheRepositoryBase<StoredMessage, StoredMessage.Key> {

    private static final String ROOM = "kind = :kind and roomId = :room and not erased";

    private static final String VISIBLE =
            ROOM + " and (receiverId is null or receiverId = :player or senderId = :player)";

    /**
     * One query for the topic of the position, another one for other topics. For a comparison of
     * pairs PostgreSQL estimates the number of rows by the first column alone, expects none in a
     * table of one topic, and sorts all rows of the room instead of reading the index.
     */
    private static final String OLDER = " and logEpoch = :epoch and logOffset < :offset";

    private static final String NEWER = " and logEpoch = :epoch and logOffset > :offset";
    private static final String OLDER_LOGS = " and logEpoch < :epoch";
    private static final String NEWER_LOGS = " and logEpoch > :epoch";

    private static final String NOT_BEFORE =
            " and (logEpoch, logOffset) >= (:oldestEpoch, :oldestOffset)";

    private static final String CONTAINS =
            " and (content ilike :words escape '\\' or content ilike :otherWords escape '\\')";

    private static final String OF_SENDER =
            "senderId = :player and not erased and (createdAt, messageId) < (:at, :id)";

    private static final Sort NEWEST_FIRST = Sort.descending("logEpoch", "logOffset");
    private static final Sort OLDEST_FIRST = Sort.ascending("logEpoch", "logOffset");
    private static final Sort LATEST_FIRST = Sort.descending("createdAt", "messageId");

    /** Messages next before a position, newest first. */
    @WithSession
    public Uni<List<StoredMessage>> before(RoomPosition position, RoomViewer viewer, int limit) {
        return older(position, VISIBLE, parameters(viewer), limit);
    }

    /** Messages next after a position, newest first. */
    @WithSession
    public Uni<List<StoredMessage>> after(RoomPosition position, RoomViewer viewer, int limit) {
        Map<String, Object> parameters = parameters(viewer);
        return inLog(VISIBLE + NEWER, OLDEST_FIRST, position, parameters, limit)
                .chain(
                        found ->
                                filled(
                                        found,
                                        limit,
                                        missing ->
                                                inOtherLogs(
                                                        VISIBLE + NEWER_LOGS,
                                                        OLDEST_FIRST,
                                                        position,
                                                        parameters,
                                                        missing)))
                .map(StoredMessages::reversed);
    }

    /** The message that many before a position; null if there are fewer. */
    @WithSession
    public Uni<StoredMessage> nth(RoomPosition position, RoomViewer viewer, int messages) {
        Map<String, Object> before = parameters(viewer);
        before.remove("player");
        before.put("epoch", position.epoch());
        Map<String, Object> inLog = new HashMap<>(before);
        inLog.put("offset", position.offset());
        return nth(ROOM + OLDER, inLog, messages)
                .onItem()
                .ifNull()
                .switchTo(
                        () ->
                                count(ROOM + OLDER, inLog)
                                        .chain(
                                                there ->
                                                        nth(
                                                                ROOM + OLDER_LOGS,
                                                                before,
                                                                messages - there.intValue())));
    }

    private Uni<StoredMessage> nth(String condition, Map<String, Object> parameters, int messages) {
        return find(condition, NEWEST_FIRST, parameters)
                .range(messages - 1, messages - 1)
                .firstResult();
    }

    /** Messages from {@code oldest} to before a position that hold a text, newest first. */
    @WithSession
    public Uni<List<StoredMessage>> containing(
            SearchText words,
            RoomPosition oldest,
            RoomPosition position,
            RoomViewer viewer,
            int limit) {
        Map<String, Object> parameters = parameters(viewer);
        parameters.put("oldestEpoch", oldest.epoch());
        parameters.put("oldestOffset", oldest.offset());
        parameters.put("words", words.composed());
        parameters.put("otherWords", words.decomposed());
        return older(position, VISIBLE + NOT_BEFORE + CONTAINS, parameters, limit);
    }

    /** Messages of a player in any room before a time, whispers included; latest first. */
    @WithSession
    public Uni<List<StoredMessage>> ofSender(String player, Instant at, UUID id, int limit) {
        Map<String, Object> parameters = Map.of("player", player, "at", at, "id", id);
        return find(OF_SENDER, LATEST_FIRST, parameters).range(0, limit - 1).list();
    }

    private Uni<List<StoredMessage>> older(
            RoomPosition position, String condition, Map<String, Object> parameters, int limit) {
        IntFunction<Uni<List<StoredMessage>>> earlier =
                missing ->
                        inOtherLogs(
                                condition + OLDER_LOGS,
                                NEWEST_FIRST,
                                position,
                                parameters,
                                missing);
        if (position.equals(RoomPosition.END)) {
            return earlier.apply(limit);
        }
        return inLog(condition + OLDER, NEWEST_FIRST, position, parameters, limit)
                .chain(found -> filled(found, limit, earlier));
    }

    private Uni<List<StoredMessage>> inLog(
            String condition,
            Sort order,
            RoomPosition position,
            Map<String, Object> parameters,
            int limit) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("epoch", position.epoch());
        all.put("offset", position.offset());
        return find(condition, order, all).range(0, limit - 1).list();
    }

    private Uni<List<StoredMessage>> inOtherLogs(
            String condition,
            Sort order,
            RoomPosition position,
            Map<String, Object> parameters,
            int limit) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("epoch", position.epoch());
        return find(condition, order, all).range(0, limit - 1).list();
    }

    private static Uni<List<StoredMessage>> filled(
            List<StoredMessage> found, int limit, IntFunction<Uni<List<StoredMessage>>> rest) {
        if (found.size() == limit) {
            return Uni.createFrom().item(found);
        }
        return rest.apply(limit - found.size())
                .map(more -> Stream.concat(found.stream(), more.stream()).toList());
    }

    private static List<StoredMessage> reversed(List<StoredMessage> messages) {
        List<StoredMessage> reversed = new ArrayList<>(messages);
        Collections.reverse(reversed);
        return reversed;
    }

    private static Map<String, Object> parameters(RoomViewer viewer) {
        return new HashMap<>(
                Map.of(
                        "kind", viewer.kind().text(),
                        "room", viewer.room(),
                        "player", viewer.player()));
    }
}
