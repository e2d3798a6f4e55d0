package org.dungeontalk.gateway.message;

/** What becomes of a SEND's body: a message for the log, or a refusal. */
public sealed interface Composed permits LogMessage, Refusal {}
