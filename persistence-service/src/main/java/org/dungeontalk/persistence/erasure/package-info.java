/** Players who ask that what they said is not kept under their name, or not at all. */
package org.dungeontalk.persistence.erasure;
