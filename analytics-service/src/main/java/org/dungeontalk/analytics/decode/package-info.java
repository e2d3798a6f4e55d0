/** Decodes the records of the log by docs/contract. Does not depend on Kafka or a framework. */
package org.dungeontalk.analytics.decode;
