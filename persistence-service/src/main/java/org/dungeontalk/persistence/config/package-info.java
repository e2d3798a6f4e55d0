/** The settings of this service. Every other package may read them; they know no other package. */
package org.dungeontalk.persistence.config;
