/**
 * Random search for faults: a plan that follows from a seed, players who do everything that players
 * do, and the judgement of what they were promised, of the processes' memory and of their logs.
 */
package org.dungeontalk.faults.search;
