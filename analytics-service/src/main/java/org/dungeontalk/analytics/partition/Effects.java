package org.dungeontalk.analytics.partition;

import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.ActivityCounts;
import org.dungeontalk.analytics.activity.ActivityKey;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.answer.Answer;
import org.dungeontalk.analytics.session.Session;

/**
 * What a piece of a partition's log adds to the numbers.
 *
 * @param activity counts to be added
 * @param players the earliest event time of each player seen, in milliseconds
 * @param alerts as they stand now
 */
public record Effects(
        Map<ActivityKey, ActivityCounts> activity,
        Map<String, Long> players,
        List<Alert> alerts,
        List<Session> sessions,
        List<Answer> answers) {}
