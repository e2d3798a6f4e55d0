/**
 * What lies in the log, as plain data: a message, the place of a record, the text of a cursor.
 *
 * <p>Nothing here knows Kafka, Vert.x or Quarkus.
 */
package org.dungeontalk.persistence.log;
