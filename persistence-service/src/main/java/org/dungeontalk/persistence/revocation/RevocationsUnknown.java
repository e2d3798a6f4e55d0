package org.dungeontalk.persistence.revocation;

/** It is not known yet whose tokens are void; the same token may do in a moment. */
public final class RevocationsUnknown extends RuntimeException {

    RevocationsUnknown() {
        super(
                "The service has not read the revoked tokens yet. Try again later.",
                null,
                false,
                false);
    }
}
