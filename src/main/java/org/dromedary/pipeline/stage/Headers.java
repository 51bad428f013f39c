package org.dromedary.pipeline.stage;

import org.apache.camel.Message;

/** Reads headers that anything able to reach the broker may have written. */
final class Headers {

    private Headers() {
    }

    static long number(Message message, String name) throws UnreadableMessageException {
        if (message.getHeader(name) instanceof Number number) {
            return number.longValue();
        }
        throw new UnreadableMessageException("header " + name + " is missing or no number");
    }

    static long number(Message message, String name, long otherwise) throws UnreadableMessageException {
        return message.getHeader(name) == null ? otherwise : number(message, name);
    }

    static int count(Message message, String name, int otherwise) throws UnreadableMessageException {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number(message, name, otherwise)));
    }

    static String text(Message message, String name) throws UnreadableMessageException {
        if (message.getHeader(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new UnreadableMessageException("header " + name + " is missing or no text");
    }
}
