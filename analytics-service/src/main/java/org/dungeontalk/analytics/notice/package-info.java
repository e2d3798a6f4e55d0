/** Tells the other services what was found and decided. */
package org.dungeontalk.analytics.notice;
