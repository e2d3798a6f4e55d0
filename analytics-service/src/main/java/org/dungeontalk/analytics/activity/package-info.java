/**
 * Messages and players per minute and room: the counting (plain classes), the tables, the query.
 */
package org.dungeontalk.analytics.activity;
