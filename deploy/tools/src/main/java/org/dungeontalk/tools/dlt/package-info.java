/** Looks at records that a consumer gave up, and sends repaired ones back to the log. */
package org.dungeontalk.tools.dlt;
