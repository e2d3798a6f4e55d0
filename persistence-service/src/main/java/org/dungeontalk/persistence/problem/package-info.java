/** Refusals as RFC 9457 problems, the same on the public and the management port. */
package org.dungeontalk.persistence.problem;
