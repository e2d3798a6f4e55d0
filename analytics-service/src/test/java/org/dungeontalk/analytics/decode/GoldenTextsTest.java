package org.dungeontalk.analytics.decode;

import org.dungeontalk.testing.LoggedTextsTable;

class GoldenTextsTest extends LoggedTextsTable {

    GoldenTextsTest() {
        super(new DecoderOfTests());
    }
}
