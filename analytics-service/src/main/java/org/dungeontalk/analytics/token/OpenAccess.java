package org.dungeontalk.analytics.token;

import java.util.Collections;
import java.util.Set;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.analytics.config.AnalyticsConfig.Access;

/** Access without a token, which only the profiles of a person's machine allow. */
@FrameworkFree
final class OpenAccess {

    private OpenAccess() {}

    /**
     * The access, if these profiles allow it.
     *
     * @throws IllegalStateException with a sentence for the operator
     */
    static Access checked(Access access, Set<String> profiles) {
        if (access == Access.OPEN && Collections.disjoint(profiles, KeySource.LOCAL_PROFILES)) {
            throw new IllegalStateException(
                    "DUNGEONTALK_ACCESS=open lets everybody mute players and see all rooms; only"
                            + " the profile local accepts it");
        }
        return access;
    }
}
