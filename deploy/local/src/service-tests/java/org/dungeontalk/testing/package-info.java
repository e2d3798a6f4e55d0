/**
 * Tests and helpers that are the same in every service. Each service compiles them into its tests;
 * they know no class of a service, and use only what all three have as dependencies.
 */
package org.dungeontalk.testing;
