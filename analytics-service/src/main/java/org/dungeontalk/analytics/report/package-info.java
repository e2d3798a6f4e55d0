/** Questions about alerts, players, stays, answers and the hours of the week, and their answers. */
package org.dungeontalk.analytics.report;
