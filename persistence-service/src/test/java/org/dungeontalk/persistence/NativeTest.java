package org.dungeontalk.persistence;

import java.util.List;
import java.util.Map;
import org.dungeontalk.persistence.erasure.Erasure;
import org.dungeontalk.persistence.problem.ProblemBody;
import org.dungeontalk.persistence.replay.ReplayProgress;
import org.dungeontalk.testing.NativeRules;

class NativeTest extends NativeRules {

    NativeTest() {
        super(
                "persistence",
                List.of("org.jose4j"),
                Map.of(
                        "AdminRoutes",
                        List.of(ReplayProgress.class, Erasure.class, ProblemBody.class),
                        "ProblemAnswers",
                        List.of(ProblemBody.class)));
    }
}
