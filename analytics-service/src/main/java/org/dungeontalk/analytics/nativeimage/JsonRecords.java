package org.dungeontalk.analytics.nativeimage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dungeontalk.analytics.activity.Activity;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.dashboard.Live;
import org.dungeontalk.analytics.http.Problem;
import org.dungeontalk.analytics.moderation.Mute;
import org.dungeontalk.analytics.moderator.MuteAudit;
import org.dungeontalk.analytics.report.Percentiles;
import org.dungeontalk.analytics.report.Reports;
import org.dungeontalk.analytics.rollup.Timeline;

/**
 * Names the records that are written as JSON, for the native build, so that they stay plain, and
 * what DataSketches makes by reflection.
 */
@RegisterForReflection(
        classNames = "sun.misc.Unsafe",
        targets = {
            Activity.class,
            Activity.Minute.class,
            Activity.Room.class,
            AlertView.class,
            AlertView.SubjectView.class,
            Live.class,
            Mute.class,
            Percentiles.class,
            Problem.class,
            Reports.Alerts.class,
            Reports.AnswerHour.class,
            Reports.Answers.class,
            Reports.HeatCell.class,
            Reports.HeatMap.class,
            Reports.Mutes.class,
            Reports.Player.class,
            Reports.Players.class,
            Reports.Pulse.class,
            Reports.Sessions.class,
            MuteAudit.class,
            MuteAudit.Audit.class,
            Timeline.class,
            Timeline.Window.class
        })
final class JsonRecords {
    private JsonRecords() {}
}
