package org.dungeontalk.gateway;

import java.util.Map;
import org.dungeontalk.testing.LogFormats;

/** The start fails because it has no key for tokens. */
class JsonLogIT extends LogFormats {

    JsonLogIT() {
        super(Map.of());
    }
}
