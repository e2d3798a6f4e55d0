package org.dungeontalk.persistence.erasure;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What becomes of a player's messages. */
@RegisterForReflection
public enum ErasureMode {
    /** Names go, words go; history leaves the messages out. */
    ERASE,
    /** Names become a pseudonym, words stay: rooms can still be read. */
    PSEUDONYMISE
}
