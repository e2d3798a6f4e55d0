/** Whose tokens are void, as topic {@code revocations} says. */
package org.dungeontalk.persistence.revocation;
