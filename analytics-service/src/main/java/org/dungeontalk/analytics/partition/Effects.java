package org.dungeontalk.analytics.partition;

import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.answer.Answer;
import org.dungeontalk.analytics.session.Session;

/**
 * The effects of a part of a partition's log on the numbers.
 *
 * @param activity counts to add
 * @param players the earliest event time of each player seen, in milliseconds
 * @param alerts their current state
 */
public record Effects(
        Map<ActivityKey, ActivityCounts> activity,
        Map<String, Long> players,
        List<Alert> alerts,
        List<Session> sessions,
        List<Answer> answers) {}
