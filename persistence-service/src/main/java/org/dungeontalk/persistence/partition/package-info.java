/** The table of messages in spans of time: made ahead, dropped when their retention has passed. */
package org.dungeontalk.persistence.partition;
