/** Response times of the AI game master. Pure. */
package org.dungeontalk.analytics.answer;
