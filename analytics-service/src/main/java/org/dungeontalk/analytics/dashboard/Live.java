package org.dungeontalk.analytics.dashboard;

import java.util.List;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.moderation.Mute;
import org.dungeontalk.analytics.report.Reports.Pulse;

/**
 * The dashboard's update, sent every second.
 *
 * @param alerts of the last day, at most 30: critical ones first, then the newest
 * @param alertsTotal alerts of the last day
 * @param mutes the current mutes
 */
public record Live(Pulse pulse, List<AlertView> alerts, long alertsTotal, List<Mute> mutes) {}
