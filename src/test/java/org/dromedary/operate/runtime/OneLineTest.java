package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // As in the filter: the log manager names no other way to read a formatted record.
class OneLineTest {

    private static ExtLogRecord logged(String format, Throwable thrown, Object... values) {
        ExtLogRecord entry = new ExtLogRecord(Level.ERROR, format, ExtLogRecord.FormatStyle.PRINTF, "any");
        entry.setLoggerName("org.dromedary.archives");
        entry.setParameters(values);
        entry.setThrown(thrown);
        assertThat(new OneLine().isLoggable(entry)).isTrue();
        return entry;
    }

    @Test
    void valueOfAnArchiveForgesNoLineAndActsOnNoTerminal() {
        ExtLogRecord entry = logged("the source %s said %s", null, "OLD\u001b]0;x\u0007", "no\r\n2026-01-01 INFO all is well");
        assertThat(entry.getFormattedMessage()).isEqualTo("the source OLD\\u001B]0;x\\u0007 said"
                + " no\\u000D\\u000A2026-01-01 INFO all is well");
    }

    @Test
    void messagesOfExceptionsAndOfTheirCausesAreInOneLine() {
        IllegalStateException cause = new IllegalStateException("cause\nforged line");
        Throwable thrown = logged("failed", new IllegalArgumentException("comment \u009b31m", cause)).getThrown();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("java.lang.IllegalArgumentException: comment \\u009B31m")
                .contains("java.lang.IllegalStateException: cause\\u000Aforged line")
                .contains("at org.dromedary.operate.runtime.OneLineTest");
    }

    @Test
    void messageWithoutThemIsLeftAsItIs() {
        IllegalStateException thrown = new IllegalStateException("plain, Größe\tµ");
        ExtLogRecord entry = logged("series %s", thrown, "1.2.3");
        assertThat(entry.getFormattedMessage()).isEqualTo("series 1.2.3");
        assertThat(entry.getThrown()).isSameAs(thrown);
    }
}
