/** Hourly and daily roll-ups, and the timelines that merge them. */
package org.dungeontalk.analytics.rollup;
