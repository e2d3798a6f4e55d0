/** The history of rooms over REST, and the messages of one player for moderators. */
package org.dungeontalk.persistence.history;
