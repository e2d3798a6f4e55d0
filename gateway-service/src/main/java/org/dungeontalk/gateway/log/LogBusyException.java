package org.dungeontalk.gateway.log;

/** As many messages wait for the log as may; nothing was written. */
public final class LogBusyException extends RuntimeException {

    public LogBusyException() {
        super("too many messages wait for the log", null, false, false);
    }
}
