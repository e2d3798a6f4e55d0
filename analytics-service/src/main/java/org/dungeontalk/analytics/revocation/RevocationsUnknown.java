package org.dungeontalk.analytics.revocation;

/** The revocations are not yet known. The same token may be accepted soon. */
public final class RevocationsUnknown extends RuntimeException {

    RevocationsUnknown() {
        super("It is not known yet which tokens are revoked.", null, false, false);
    }
}
