/** Live data of the dashboard at {@code /}. */
package org.dungeontalk.analytics.dashboard;
