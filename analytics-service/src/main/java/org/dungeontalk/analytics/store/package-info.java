/** PostgreSQL: the tables that a batch changes, all in one transaction. */
package org.dungeontalk.analytics.store;
