/** Mutes by policy or by a moderator, with an audit, published in topic moderation. */
package org.dungeontalk.analytics.moderation;
