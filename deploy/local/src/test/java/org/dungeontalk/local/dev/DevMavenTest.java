package org.dungeontalk.local.dev;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DevMavenTest {

    @Test
    void devModeNeedsMaven39() {
        for (String enough : List.of("3.9.0", "3.9.11", "3.10.1", "4.0.0-rc-4")) {
            assertTrue(DevMaven.isNewEnough("Apache Maven " + enough + " (3e54c9)"), enough);
        }
        for (String old : List.of("3.8.7", "3.6.3", "2.99.1")) {
            assertFalse(DevMaven.isNewEnough("\u001b[1mApache Maven " + old + "\u001b[m"), old);
        }
        assertFalse(DevMaven.isNewEnough("mvn: JAVA_HOME is wrong"));
    }
}
