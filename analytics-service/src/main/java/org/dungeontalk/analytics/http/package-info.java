/**
 * What all questions over HTTP have in common: who may ask, how many at once, how it is refused.
 */
package org.dungeontalk.analytics.http;
