/** The moderators' HTTP API. */
package org.dungeontalk.analytics.moderator;
