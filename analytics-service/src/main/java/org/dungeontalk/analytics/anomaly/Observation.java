package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;

/** A message with its offset in the partition and its text in normal form. */
public record Observation(long offset, GameMessage message, Text text) {}
