/** persistence-service: every message of the log in PostgreSQL once, and a room's history. */
package org.dungeontalk.persistence;
