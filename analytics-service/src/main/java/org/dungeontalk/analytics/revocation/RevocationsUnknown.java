package org.dungeontalk.analytics.revocation;

/** It is not known yet whose tokens are void; the same token may do in a moment. */
public final class RevocationsUnknown extends RuntimeException {

    RevocationsUnknown() {
        super("It is not known yet which tokens are revoked.", null, false, false);
    }
}
