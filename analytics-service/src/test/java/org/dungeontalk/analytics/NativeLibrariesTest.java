package org.dungeontalk.analytics;

import org.dungeontalk.testing.NativeLibraryRules;

class NativeLibrariesTest extends NativeLibraryRules {

    NativeLibrariesTest() {
        super("analytics");
    }
}
