/** Players who put load on a stack. */
package org.dungeontalk.load;
