/**
 * Turns the bytes of a record into a message of the contract, or into the reason why it is none.
 */
package org.dungeontalk.persistence.decode;
