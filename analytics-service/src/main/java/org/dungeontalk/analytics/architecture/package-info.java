/** Marks that ArchitectureTest holds. */
package org.dungeontalk.analytics.architecture;
