/** Rows in PostgreSQL: the bulk write, the epochs of the log, the entity that history reads. */
package org.dungeontalk.persistence.store;
