/** Tools for operators, for the Kafka of a local stack or any other. */
package org.dungeontalk.tools;
