package org.dungeontalk.analytics.anomaly;

import java.util.List;
import java.util.function.Supplier;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.EventPosition;

/** Receives the findings of a detector. */
@FunctionalInterface
public interface Findings {

    /**
     * The anomaly is present with this message.
     *
     * @param players number of participants
     * @param window the messages that cause it, oldest first, including this one; called only at
     *     the beginning of an alert
     */
    void found(
            Observation seen,
            AlertKind kind,
            Subject subject,
            Severity severity,
            int players,
            Supplier<List<EventPosition>> window);
}
