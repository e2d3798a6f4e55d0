/** Players whose ids are not kept: asked for by topic {@code erasures}, replaced by pseudonyms. */
package org.dungeontalk.analytics.erasure;
