/** Deletes expired rows. */
package org.dungeontalk.analytics.retention;
