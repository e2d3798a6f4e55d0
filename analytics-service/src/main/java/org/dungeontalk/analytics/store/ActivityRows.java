package org.dungeontalk.analytics.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.answer.Answer;
import org.dungeontalk.analytics.message.Kind;
import org.dungeontalk.analytics.session.Session;

/** Tables {@code activity_batch}, {@code player}, {@code session} and {@code answer}. */
final class ActivityRows {

    /** Cells of one kind. Nearly all count only talk. */
    private static final String TALK =
            """
            INSERT INTO analytics.activity_batch
                (kind, begins_at, ends_at, cells, minutes, rooms, players, messages)
            SELECT $5, date_bin('10 minutes', c.minute, timestamptz 'epoch'), max(c.minute), count(*),
                array_agg(c.minute), array_agg(c.room_id), array_agg(c.player_id),
                array_agg(c.messages)
            FROM (SELECT timestamptz 'epoch' + u.minute * interval '1 minute' AS minute, u.room_id,
                    u.player_id, u.messages
                FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[])
                    AS u (minute, room_id, player_id, messages)) AS c
            GROUP BY 2\
            """;

    private static final String ALL =
            """
            INSERT INTO analytics.activity_batch
                (kind, begins_at, ends_at, cells, minutes, rooms, players, messages, joins, leaves,
                whispers, turns)
            SELECT $9, date_bin('10 minutes', c.minute, timestamptz 'epoch'), max(c.minute), count(*),
                array_agg(c.minute), array_agg(c.room_id), array_agg(c.player_id),
                array_agg(c.messages), array_agg(c.joins), array_agg(c.leaves),
                array_agg(c.whispers), array_agg(c.turns)
            FROM (SELECT timestamptz 'epoch' + u.minute * interval '1 minute' AS minute, u.room_id,
                    u.player_id, u.messages, u.joins, u.leaves, u.whispers, u.turns
                FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[],
                    $7::int[], $8::int[])
                    AS u (minute, room_id, player_id, messages, joins, leaves, whispers, turns)) AS c
            GROUP BY 2\
            """;

    /** Sorted, so that instances that write the same players can't deadlock. */
    private static final String PLAYERS =
            """
            INSERT INTO analytics.player AS p (player_id, first_at)
            SELECT u.player_id, u.first_at FROM (
                SELECT player_id, timestamptz 'epoch' + min(millis) / 1000 * interval '1 second'
                    + min(millis) % 1000 * interval '1 millisecond' AS first_at
                FROM unnest($1::text[], $2::bigint[]) AS g (player_id, millis)
                GROUP BY player_id) AS u
            WHERE NOT EXISTS (SELECT FROM analytics.player k
                WHERE k.player_id = u.player_id AND k.first_at <= u.first_at)
            ORDER BY 1
            ON CONFLICT (player_id) DO UPDATE SET first_at = excluded.first_at
            WHERE p.first_at > excluded.first_at\
            """;

    private static final String SESSIONS =
            """
            INSERT INTO analytics.session
                (kind, room_id, player_id, started_at, ended_at, messages)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[],
                $5::timestamptz[], $6::bigint[])
            ON CONFLICT DO NOTHING\
            """;

    private static final String ANSWERS =
            """
            INSERT INTO analytics.answer
                (log_offset, room_id, answered_at, reported_ms, observed_ms, epoch, partition)
            SELECT u.*, $6, $7 FROM unnest($1::bigint[], $2::text[], $3::timestamptz[],
                $4::bigint[], $5::bigint[]) AS u
            ON CONFLICT DO NOTHING\
            """;

    private ActivityRows() {}

    static void addActivity(
            Pipeline to, Collection<Map.Entry<ActivityKey, ActivityCounts>> activity) {
        for (Kind kind : Kind.values()) {
            List<Map.Entry<ActivityKey, ActivityCounts>> talk = new ArrayList<>(activity.size());
            List<Map.Entry<ActivityKey, ActivityCounts>> others = new ArrayList<>();
            for (Map.Entry<ActivityKey, ActivityCounts> entry : activity) {
                if (entry.getKey().kind() == kind) {
                    (entry.getValue().isTalk() ? talk : others).add(entry);
                }
            }
            if (!talk.isEmpty()) {
                to.add(TALK, columns(talk).value(kind.word()).tuple());
            }
            if (!others.isEmpty()) {
                to.add(ALL, all(others).value(kind.word()).tuple());
            }
        }
    }

    private static Columns<Map.Entry<ActivityKey, ActivityCounts>> all(
            List<Map.Entry<ActivityKey, ActivityCounts>> activity) {
        return columns(activity)
                .ints(entry -> entry.getValue().joins())
                .ints(entry -> entry.getValue().leaves())
                .ints(entry -> entry.getValue().whispers())
                .ints(entry -> entry.getValue().turns());
    }

    private static Columns<Map.Entry<ActivityKey, ActivityCounts>> columns(
            List<Map.Entry<ActivityKey, ActivityCounts>> activity) {
        return Columns.of(activity)
                .longs(entry -> entry.getKey().minute() / ActivityKey.MINUTE)
                .texts(entry -> entry.getKey().roomId())
                .texts(entry -> entry.getKey().playerId())
                .ints(entry -> entry.getValue().messages());
    }

    static void addPlayers(Pipeline to, Map<String, Long> players) {
        if (!players.isEmpty()) {
            to.add(
                    PLAYERS,
                    Columns.of(players.entrySet())
                            .texts(Map.Entry::getKey)
                            .longs(Map.Entry::getValue)
                            .tuple());
        }
    }

    static void addSessions(Pipeline to, List<Session> sessions) {
        if (!sessions.isEmpty()) {
            to.add(
                    SESSIONS,
                    Columns.of(sessions)
                            .texts(session -> session.kind().word())
                            .texts(Session::roomId)
                            .texts(Session::playerId)
                            .times(Session::startedAt)
                            .times(Session::endedAt)
                            .longs(Session::messages)
                            .tuple());
        }
    }

    static void addAnswers(Pipeline to, String epoch, int partition, List<Answer> answers) {
        if (!answers.isEmpty()) {
            to.add(
                    ANSWERS,
                    Columns.of(answers)
                            .longs(Answer::offset)
                            .texts(Answer::roomId)
                            .times(Answer::at)
                            .longs(answer -> known(answer.reportedMillis()))
                            .longs(answer -> known(answer.observedMillis()))
                            .value(epoch)
                            .value(partition)
                            .tuple());
        }
    }

    private static Long known(long millis) {
        return millis < 0 ? null : millis;
    }
}
