package org.dromedary.operate.cli.dicom;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of {@code dicom …} in this process: exit code and what it printed. */
record Tool(int exitCode, String out, String err) {

    static Tool run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new DicomCommand())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exitCode = line.execute(words);
        return new Tool(exitCode, out.toString(), err.toString());
    }
}
