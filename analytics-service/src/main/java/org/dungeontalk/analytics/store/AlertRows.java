package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.config.PolicyAction;
import org.dungeontalk.analytics.moderation.MuteDecision;
import org.dungeontalk.analytics.moderation.MuteDecisionRows;
import org.dungeontalk.analytics.moderation.Policy;

/** Tables {@code alert} and {@code alert_notice}. */
final class AlertRows {

    private static final String WRITE =
            """
            INSERT INTO analytics.alert AS a (id, kind, subject_type, subject_id, room_id, severity,
                started_at, raised_at, last_at, ends_at, messages, players, cursors)
            SELECT DISTINCT ON (id) id, kind, subject_type, subject_id, room_id, severity,
                started_at, raised_at, last_at, ends_at, messages, players,
                string_to_array(cursors, ' ')
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[],
                $11::bigint[], $12::int[], $13::text[])
                AS u (id, kind, subject_type, subject_id, room_id, severity, started_at, raised_at,
                    last_at, ends_at, messages, players, cursors)
            ORDER BY id, messages DESC
            ON CONFLICT (id) DO UPDATE SET
                room_id = excluded.room_id, severity = excluded.severity,
                started_at = excluded.started_at, raised_at = excluded.raised_at,
                last_at = excluded.last_at, ends_at = excluded.ends_at,
                messages = excluded.messages, players = excluded.players,
                cursors = excluded.cursors
            WHERE a.messages < excluded.messages
            RETURNING id, xmax = 0\
            """;

    private static final String INSERT_NOTICES =
            """
            INSERT INTO analytics.alert_notice AS n (alert_id, severity, action, state, due_at)
            SELECT DISTINCT ON (u.id, s.state) u.id, u.severity, u.action, s.state,
                CASE s.state WHEN 'open' THEN u.raised_at ELSE u.ends_at + $6::bigint * interval '1 millisecond' END
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                AS u (id, severity, action, raised_at, ends_at)
            CROSS JOIN (VALUES ('open'), ('closed')) AS s (state)
            ORDER BY u.id, s.state, u.ends_at DESC
            ON CONFLICT (alert_id, state) DO UPDATE SET
                severity = excluded.severity, due_at = excluded.due_at, told_at = NULL,
                action = CASE excluded.action WHEN 'none' THEN n.action ELSE excluded.action END
            WHERE n.state = 'closed' AND n.due_at < excluded.due_at
                OR n.state = 'open' AND n.severity <> excluded.severity
                OR n.action = 'none' AND excluded.action <> 'none'\
            """;

    private AlertRows() {}

    /**
     * Writes alerts and their actions. The item is the list of new alerts. A player who goes on is
     * muted even if the beginning was seen too late for that, but only once per alert.
     */
    static Uni<List<Alert>> write(
            SqlConnection with, List<Alert> alerts, Policy policy, Instant now, long lateness) {
        if (alerts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Columns<Alert> rows =
                Columns.of(alerts)
                        .uuids(Alert::id)
                        .texts(alert -> alert.kind().word())
                        .texts(alert -> alert.subject().type().word())
                        .texts(alert -> alert.subject().id())
                        .texts(Alert::roomId)
                        .texts(alert -> alert.severity().word())
                        .times(Alert::startedAt)
                        .times(Alert::raisedAt)
                        .times(Alert::lastAt)
                        .times(Alert::endsAt)
                        .longs(Alert::messages)
                        .ints(Alert::players)
                        .texts(alert -> String.join(" ", alert.cursors()));
        return with.preparedQuery(WRITE)
                .execute(rows.tuple())
                .map(written -> fresh(alerts, written))
                .call(
                        () ->
                                mute(with, alerts, policy, now)
                                        .chain(muted -> addNotices(with, alerts, muted, lateness)));
    }

    private static List<Alert> fresh(List<Alert> alerts, Iterable<Row> written) {
        Set<UUID> fresh = new HashSet<>();
        written.forEach(
                row -> {
                    if (row.getBoolean(1)) {
                        fresh.add(row.getUUID(0));
                    }
                });
        return alerts.stream().filter(alert -> fresh.contains(alert.id())).toList();
    }

    /**
     * Applies the policy's mutes. The item is the action of each alert. A mute has no effect
     * against a newer or longer decision.
     */
    private static Uni<Map<UUID, PolicyAction>> mute(
            SqlConnection with, List<Alert> alerts, Policy policy, Instant now) {
        Map<UUID, PolicyAction> actions = new HashMap<>();
        List<Alert> muting = new ArrayList<>();
        for (Alert alert : alerts) {
            PolicyAction action = policy.action(alert, now);
            actions.put(alert.id(), action);
            if (action == PolicyAction.MUTE) {
                muting.add(alert);
            }
        }
        if (muting.isEmpty()) {
            return Uni.createFrom().item(actions);
        }
        return MuteDecisionRows.alertsWithMute(with, muting.stream().map(Alert::id).toList())
                .chain(
                        before -> {
                            Uni<Void> done = Uni.createFrom().voidItem();
                            for (Alert alert : muting) {
                                if (before.add(alert.id())) {
                                    MuteDecision decision = policy.mute(alert, now);
                                    done =
                                            done.chain(
                                                            () ->
                                                                    MuteDecisionRows.decide(
                                                                            with, decision))
                                                    .invoke(
                                                            decided -> {
                                                                if (decided.isEmpty()) {
                                                                    actions.put(
                                                                            alert.id(),
                                                                            PolicyAction.NONE);
                                                                }
                                                            })
                                                    .replaceWithVoid();
                                }
                            }
                            return done.replaceWith(actions);
                        });
    }

    private static Uni<Void> addNotices(
            SqlConnection with,
            List<Alert> alerts,
            Map<UUID, PolicyAction> actions,
            long lateness) {
        Columns<Alert> rows =
                Columns.of(alerts)
                        .uuids(Alert::id)
                        .texts(alert -> alert.severity().word())
                        .texts(alert -> actions.get(alert.id()).word())
                        .times(Alert::raisedAt)
                        .times(Alert::endsAt)
                        .value(lateness);
        return with.preparedQuery(INSERT_NOTICES).execute(rows.tuple()).replaceWithVoid();
    }
}
