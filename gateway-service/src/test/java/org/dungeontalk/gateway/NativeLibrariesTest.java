package org.dungeontalk.gateway;

import org.dungeontalk.testing.NativeLibraryRules;

class NativeLibrariesTest extends NativeLibraryRules {

    NativeLibrariesTest() {
        super("gateway");
    }
}
