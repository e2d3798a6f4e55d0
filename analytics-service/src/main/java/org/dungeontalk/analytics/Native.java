package org.dungeontalk.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dungeontalk.analytics.activity.Activity;
import org.dungeontalk.analytics.activity.Problem;

/** Names the records that are written as JSON, for the native build, so that they stay plain. */
@RegisterForReflection(
        targets = {Activity.class, Activity.Minute.class, Activity.Room.class, Problem.class})
final class Native {
    private Native() {}
}
