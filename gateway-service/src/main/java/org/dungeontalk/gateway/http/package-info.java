/**
 * Authentication and problem answers of the gateway's HTTP API. A resource is annotated with {@link
 * org.dungeontalk.gateway.http.Bearer} if it needs a token; {@link
 * org.dungeontalk.gateway.http.ProblemMapper} answers its failures.
 */
package org.dungeontalk.gateway.http;
