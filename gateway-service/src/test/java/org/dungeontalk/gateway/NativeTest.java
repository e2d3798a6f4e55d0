package org.dungeontalk.gateway;

import java.util.List;
import java.util.Map;
import org.dungeontalk.gateway.page.GuestResource;
import org.dungeontalk.testing.NativeRules;

class NativeTest extends NativeRules {

    NativeTest() {
        super(
                "gateway",
                List.of("com.github.f4b6a3.uuid", "io.github.bucket4j"),
                Map.of(
                        "PresenceRecordCodec", List.of(),
                        "Problem", List.of(),
                        "PresenceResource", List.of(),
                        "GuestResource", List.of(GuestResource.NewGuest.class)));
    }
}
