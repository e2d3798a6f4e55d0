/** What moderators do over HTTP. */
package org.dungeontalk.analytics.moderator;
