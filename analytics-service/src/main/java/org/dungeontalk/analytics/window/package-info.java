/**
 * Windows by event time, the clock that ends them and the bounded maps they live in. Pure, and
 * deterministic: what they hold is a function of what was added, in its order.
 */
package org.dungeontalk.analytics.window;
