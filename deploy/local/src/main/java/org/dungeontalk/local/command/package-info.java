/** What the commands of every module in {@code deploy} share: options, exit codes, errors. */
package org.dungeontalk.local.command;
