/** Tools for operators, for the Kafka and the PostgreSQL of a local stack or any other. */
package org.dungeontalk.tools;
