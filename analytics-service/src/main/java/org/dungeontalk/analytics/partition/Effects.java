package org.dungeontalk.analytics.partition;

import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.activity.Cell;
import org.dungeontalk.analytics.activity.Counts;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.answer.Answer;
import org.dungeontalk.analytics.session.Session;

/**
 * What a piece of a partition's log adds to the numbers.
 *
 * @param cells counts to be added
 * @param players the earliest event time of each player seen, in milliseconds
 * @param alerts as they stand now
 */
public record Effects(
        Map<Cell, Counts> cells,
        Map<String, Long> players,
        List<Alert> alerts,
        List<Session> sessions,
        List<Answer> answers) {}
