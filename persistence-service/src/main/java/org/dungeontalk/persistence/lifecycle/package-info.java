/** What this service needs, whether it is there, and how long it is waited for. */
package org.dungeontalk.persistence.lifecycle;
