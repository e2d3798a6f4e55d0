/** A message of the log, as far as anything here looks at it. Pure. */
package org.dungeontalk.analytics.message;
