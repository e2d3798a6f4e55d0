package org.dungeontalk.persistence.history;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What one player said, latest first.
 *
 * @param before the cursor that asks for what was said earlier; null if that was all
 */
@RegisterForReflection
public record SpokenPage(List<SpokenLine> messages, String before) {}
