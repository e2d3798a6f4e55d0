/** Tests of the whole stack: every service, Kafka and PostgreSQL as processes of their own. */
package org.dungeontalk.systemtests;
