/**
 * The whole state of a partition, and the effects of a part of its log. Pure: the same records in
 * the same order give the same result on every instance.
 */
package org.dungeontalk.analytics.partition;
