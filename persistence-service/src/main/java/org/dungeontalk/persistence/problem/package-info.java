/** Refusals as RFC 9457 tells them, the same on both ports. */
package org.dungeontalk.persistence.problem;
