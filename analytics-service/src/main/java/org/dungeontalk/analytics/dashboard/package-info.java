/** What the dashboard at {@code /} sees live. */
package org.dungeontalk.analytics.dashboard;
