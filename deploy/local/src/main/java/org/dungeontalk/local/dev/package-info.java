/** Runs one service of a stack in Quarkus' dev mode. */
package org.dungeontalk.local.dev;
