package org.dungeontalk.persistence.erasure;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How the messages of a player are changed. */
@RegisterForReflection
public enum ErasureMode {
    /** Replaces names and removes content; history leaves the messages out. */
    ERASE,
    /** Replaces names by a pseudonym and keeps the content, so that rooms can still be read. */
    PSEUDONYMISE
}
