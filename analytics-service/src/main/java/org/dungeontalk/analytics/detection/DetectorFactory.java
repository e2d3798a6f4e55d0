package org.dungeontalk.analytics.detection;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.anomaly.AllowList;
import org.dungeontalk.analytics.anomaly.Detector;
import org.dungeontalk.analytics.anomaly.Episodes;
import org.dungeontalk.analytics.anomaly.Flood;
import org.dungeontalk.analytics.anomaly.JoinFlood;
import org.dungeontalk.analytics.anomaly.LinkFlood;
import org.dungeontalk.analytics.anomaly.NearRepeat;
import org.dungeontalk.analytics.anomaly.Raid;
import org.dungeontalk.analytics.anomaly.Repeat;
import org.dungeontalk.analytics.anomaly.SilenceDetector;
import org.dungeontalk.analytics.anomaly.Surge;
import org.dungeontalk.analytics.answer.AnswerTracker;
import org.dungeontalk.analytics.config.AnalyticsConfig;
import org.dungeontalk.analytics.config.AnomalySettings;
import org.dungeontalk.analytics.config.PolicyAction;
import org.dungeontalk.analytics.moderation.Policy;
import org.dungeontalk.analytics.partition.PartitionState;
import org.dungeontalk.analytics.session.SessionTracker;
import org.dungeontalk.analytics.window.EventClock;

/** Creates detectors, partition states and the policy from the settings. */
@ApplicationScoped
public class DetectorFactory {

    private final AnalyticsConfig.Windows windows;
    private final AnomalySettings anomaly;
    private final AllowList allowed;
    private final long settings;
    private final Raid raid;
    private final Policy policy;

    /**
     * Reads the rules from these settings. Rejects an unknown kind of alert in the policy, and
     * numbers that make a detector useless.
     */
    public DetectorFactory(AnalyticsConfig config) {
        windows = config.windows();
        anomaly = config.anomaly();
        settings = DetectorSettingsCheck.checked(windows, anomaly);
        allowed = new AllowList(anomaly.allow());
        raid =
                new Raid(
                        anomaly.raidPlayers(),
                        anomaly.raidSpan().toMillis(),
                        anomaly.raidLetters(),
                        allowed);
        policy = new Policy(actions(config.policy().actions()), config.policy().muteFor());
    }

    /** The raid detector. */
    public Raid raid() {
        return raid;
    }

    /** A new detector of silence and drops over all messages. */
    public SilenceDetector silence() {
        return new SilenceDetector(anomaly.pulseFloor(), anomaly.pulseDeviations());
    }

    /** The policy for alerts. */
    public Policy policy() {
        return policy;
    }

    /** The state of a partition without any records. */
    public PartitionState partition(String epoch, int number) {
        return new PartitionState(
                settings,
                new EventClock(windows.lateness().toMillis()),
                this::detectors,
                new Episodes(
                        windows.quiet().toMillis(), epoch + '-' + number, windows.remembered()),
                new SessionTracker(windows.sessionGap().toMillis(), windows.remembered()),
                new AnswerTracker(windows.remembered()));
    }

    private List<Detector> detectors() {
        int remembered = windows.remembered();
        return List.of(
                new Flood(anomaly.floodIn10s(), anomaly.floodIn60s(), remembered),
                new Repeat(
                        anomaly.repeatTimes(),
                        anomaly.repeatSpan().toMillis(),
                        allowed,
                        remembered),
                new NearRepeat(
                        anomaly.nearRepeatTimes(),
                        anomaly.nearRepeatSpan().toMillis(),
                        anomaly.nearRepeatLetters(),
                        anomaly.nearRepeatAlike(),
                        remembered),
                new Surge(
                        anomaly.surgeFloor(),
                        anomaly.surgeDeviations(),
                        anomaly.surgePlayers(),
                        remembered),
                new JoinFlood(anomaly.joins(), anomaly.joinSpan().toMillis(), remembered),
                new LinkFlood(
                        anomaly.links(),
                        anomaly.mentions(),
                        anomaly.linkSpan().toMillis(),
                        remembered));
    }

    private static Map<AlertKind, PolicyAction> actions(Map<String, PolicyAction> byWord) {
        Map<AlertKind, PolicyAction> actions = new EnumMap<>(AlertKind.class);
        byWord.forEach(
                (word, action) ->
                        actions.put(
                                AlertKind.of(word)
                                        .orElseThrow(
                                                () ->
                                                        new IllegalStateException(
                                                                "dungeontalk.policy.actions names"
                                                                        + " an unknown alert: "
                                                                        + word)),
                                action));
        return actions;
    }
}
