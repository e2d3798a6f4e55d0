/** Who asks, and whether they may. */
package org.dungeontalk.analytics.token;
