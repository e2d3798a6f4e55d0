/** What operators ask for, on the management port. */
package org.dungeontalk.persistence.admin;
