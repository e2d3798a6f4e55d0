/** The dependencies of this service, their state, and retries while they are away. */
package org.dungeontalk.persistence.lifecycle;
