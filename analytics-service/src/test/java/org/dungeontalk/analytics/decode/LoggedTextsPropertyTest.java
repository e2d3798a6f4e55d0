package org.dungeontalk.analytics.decode;

import org.dungeontalk.testing.LoggedTextsProperties;

class LoggedTextsPropertyTest extends LoggedTextsProperties {

    LoggedTextsPropertyTest() {
        super(new DecoderOfTests());
    }
}
