package org.dungeontalk.persistence.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** RFC 9457 problem details. */
@RegisterForReflection
public record ProblemBody(String type, String title, int status, String detail) {}
