package org.dungeontalk.gateway.message;

/** The result of composing a message: the message for the log, or a refusal. */
public sealed interface Composed permits LogMessage, Refusal {}
