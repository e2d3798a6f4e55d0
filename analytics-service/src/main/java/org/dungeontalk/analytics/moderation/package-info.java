/** Mutes: decided by policy or by a moderator, kept with an audit, told to topic moderation. */
package org.dungeontalk.analytics.moderation;
