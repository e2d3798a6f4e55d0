/** Shows records that a consumer has dead-lettered, and sends them back to the log. */
package org.dungeontalk.tools.dlt;
