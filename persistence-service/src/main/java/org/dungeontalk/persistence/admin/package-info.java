/** Replays and erasures for operators, on the management port. */
package org.dungeontalk.persistence.admin;
