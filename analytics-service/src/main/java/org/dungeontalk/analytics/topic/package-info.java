/** Reads small topics whole, without a group. */
package org.dungeontalk.analytics.topic;
