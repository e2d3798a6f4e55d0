package org.dungeontalk.local.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MirrorSettingsTest {

    @Test
    void eachWayTakesWhatBearsTheMarkOfTheRegionItComesFrom() {
        Map<String, String> all =
                new MirrorSettings(Map.of("here", "127.0.0.1:1", "there", "127.0.0.1:2"), 3)
                        .properties();
        assertEquals("127.0.0.1:1", all.get("here.bootstrap.servers"));
        assertEquals("true", all.get("here->there.enabled"));
        assertEquals("true", all.get("there->here.enabled"));
        assertEquals("origin-here", all.get("here->there.predicates.marked.name"));
        assertEquals("origin-there", all.get("there->here.predicates.marked.name"));
        assertEquals("true", all.get("here->there.transforms.own.negate"));
    }

    @Test
    void refusesOtherThanTwoRegions() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new MirrorSettings(Map.of("here", "127.0.0.1:1"), 3));
    }
}
