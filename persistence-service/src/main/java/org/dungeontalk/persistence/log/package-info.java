/** Plain data of the log: messages, topic ids and cursors. */
package org.dungeontalk.persistence.log;
