/** Hours and days: kept small when they are over, and merged when they are asked for. */
package org.dungeontalk.analytics.rollup;
