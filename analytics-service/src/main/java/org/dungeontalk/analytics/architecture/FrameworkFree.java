package org.dungeontalk.analytics.architecture;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that decides without a framework, in a package whose other classes use one: it
 * imports neither Quarkus, Vert.x nor Kafka, and a plain unit test can run it. ArchitectureTest
 * checks the marked classes. Packages that are free of frameworks as a whole need no mark; the same
 * test lists them.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FrameworkFree {}
