/** TCP proxies that stand for a broken network. */
package org.dungeontalk.faults.proxy;
