/** Topics that are read whole, beside the log. */
package org.dungeontalk.analytics.topic;
