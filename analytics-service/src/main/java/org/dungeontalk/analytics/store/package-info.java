/** PostgreSQL: what of a batch is written where, all of it in one transaction. */
package org.dungeontalk.analytics.store;
