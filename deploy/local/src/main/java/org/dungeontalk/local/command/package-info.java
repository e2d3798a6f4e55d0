/** What the commands of all modules in {@code deploy} share: options, exit codes, errors. */
package org.dungeontalk.local.command;
