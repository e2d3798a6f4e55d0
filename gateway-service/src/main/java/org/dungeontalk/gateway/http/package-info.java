/**
 * Authentication and problem answers of the gateway's plain HTTP routes. A route consists of {@link
 * org.dungeontalk.gateway.http.BearerToken}, its own handler and {@link
 * org.dungeontalk.gateway.http.Problem#failed} as failure handler.
 */
package org.dungeontalk.gateway.http;
