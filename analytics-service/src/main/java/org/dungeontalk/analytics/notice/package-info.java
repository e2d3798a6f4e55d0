/** Publishes alerts and mutes to the other services. */
package org.dungeontalk.analytics.notice;
