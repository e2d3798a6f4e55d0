package org.dungeontalk.persistence;

import org.dungeontalk.testing.NativeLibraryRules;

class NativeLibrariesTest extends NativeLibraryRules {

    NativeLibrariesTest() {
        super("persistence");
    }
}
