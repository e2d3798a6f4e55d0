package org.dungeontalk.analytics.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.dungeontalk.analytics.config.AnalyticsConfig.Access;
import org.junit.jupiter.api.Test;

class OpenAccessTest {

    @Test
    void isForADevelopersMachineOnly() {
        for (Set<String> profiles : Set.of(Set.of("prod"), Set.<String>of())) {
            String message =
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> OpenAccess.checked(Access.OPEN, profiles))
                            .getMessage();
            assertTrue(message.startsWith("DUNGEONTALK_ACCESS=open"), message);
        }
        for (String profile : Set.of("local", "dev", "test")) {
            assertEquals(Access.OPEN, OpenAccess.checked(Access.OPEN, Set.of(profile)));
        }
    }

    @Test
    void ofOperatorsIsGoodEverywhere() {
        assertEquals(Access.OPERATOR, OpenAccess.checked(Access.OPERATOR, Set.of("prod")));
        assertEquals(Access.OPERATOR, OpenAccess.checked(Access.OPERATOR, Set.of("local")));
    }
}
