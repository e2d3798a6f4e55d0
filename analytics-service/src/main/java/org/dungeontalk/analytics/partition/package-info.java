/**
 * All state of one partition, and what a piece of its log adds to the numbers. Pure: the same
 * records in the same order give the same, on whichever instance.
 */
package org.dungeontalk.analytics.partition;
