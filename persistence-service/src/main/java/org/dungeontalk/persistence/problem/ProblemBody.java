package org.dungeontalk.persistence.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of an RFC 9457 problem. */
@RegisterForReflection
public record ProblemBody(String type, String title, int status, String detail) {}
