/** A room's history over REST, for those who may read the room. */
package org.dungeontalk.persistence.history;
