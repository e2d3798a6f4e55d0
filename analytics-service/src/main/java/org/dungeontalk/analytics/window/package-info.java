/**
 * Windows by event time, their clock, and bounded maps. Pure and deterministic: the content is a
 * function of the additions and their order.
 */
package org.dungeontalk.analytics.window;
