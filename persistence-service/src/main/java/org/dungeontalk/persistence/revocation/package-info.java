/** Void tokens, from topic {@code revocations}. */
package org.dungeontalk.persistence.revocation;
