/** Two regions on one machine, and the mirror between their logs. */
package org.dungeontalk.local.regions;
