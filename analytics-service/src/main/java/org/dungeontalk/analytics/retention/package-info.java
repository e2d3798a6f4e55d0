/** Deletes what is past its time. */
package org.dungeontalk.analytics.retention;
