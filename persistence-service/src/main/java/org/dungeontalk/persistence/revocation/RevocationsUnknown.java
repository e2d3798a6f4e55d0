package org.dungeontalk.persistence.revocation;

/** The revocations are not yet known. The same token may be accepted soon. */
public final class RevocationsUnknown extends RuntimeException {

    RevocationsUnknown() {
        super(
                "The service has not read the revoked tokens yet. Try again later.",
                null,
                false,
                false);
    }
}
