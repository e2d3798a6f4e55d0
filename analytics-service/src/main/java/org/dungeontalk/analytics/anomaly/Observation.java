package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;

/** A message at its place in the partition, with what its text says. */
public record Observation(long offset, GameMessage message, Text text) {}
