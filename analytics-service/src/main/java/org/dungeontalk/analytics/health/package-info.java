/** Whether the service can do its work. */
package org.dungeontalk.analytics.health;
