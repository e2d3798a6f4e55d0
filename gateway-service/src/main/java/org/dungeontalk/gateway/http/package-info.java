/**
 * What the gateway's plain HTTP routes share: who is calling, and how a request is refused. A route
 * is made of {@link org.dungeontalk.gateway.http.BearerToken}, its own handler and {@link
 * org.dungeontalk.gateway.http.Problem#failed} as failure handler.
 */
package org.dungeontalk.gateway.http;
