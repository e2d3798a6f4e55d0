package org.dungeontalk.analytics;

import java.util.List;
import java.util.Map;
import org.dungeontalk.analytics.alert.AlertView;
import org.dungeontalk.analytics.http.Problem;
import org.dungeontalk.analytics.moderation.Mute;
import org.dungeontalk.testing.NativeRules;

class NativeTest extends NativeRules {

    NativeTest() {
        super(
                "analytics",
                List.of("org.apache.datasketches", "org.jose4j"),
                Map.of(
                        "NoticeProducer",
                        List.of(AlertView.class, Mute.class),
                        "Webhook",
                        List.of(AlertView.class),
                        "Problem",
                        List.of(Problem.class)));
    }
}
