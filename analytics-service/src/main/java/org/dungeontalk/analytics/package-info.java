/** Counts what the game is doing, from the log, exactly, whatever dies. */
package org.dungeontalk.analytics;
