/** How long the AI game master lets players wait. Pure. */
package org.dungeontalk.analytics.answer;
