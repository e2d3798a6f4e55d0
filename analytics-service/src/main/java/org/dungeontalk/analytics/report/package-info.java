/** Queries for alerts, players, stays, answers and the hours of the week. */
package org.dungeontalk.analytics.report;
