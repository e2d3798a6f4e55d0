/** How long players stay: from the first sign of a player in a room to the last. Pure. */
package org.dungeontalk.analytics.session;
