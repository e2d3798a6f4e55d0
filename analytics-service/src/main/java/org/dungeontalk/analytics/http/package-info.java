/** Common parts of the HTTP API: access, concurrency bounds and refusals. */
package org.dungeontalk.analytics.http;
