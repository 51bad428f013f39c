package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.Iterator;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.Status;

/** Performs a C-FIND by a handler (PS3.4 §C.4.1.3, PS3.7 §9.3.2). */
final class FindScp {
    private FindScp() { }

    static void perform(Association association, Message message, FindHandler handler) throws IOException {
        CommandSet command = message.command();
        Outcome outcome = Outcome.of(association, "C-FIND", () -> {
            FindRequest request = new FindRequest(association, command.getText(CommandSet.AFFECTED_SOP_CLASS_UID),
                    association.read(message));
            return respond(association, message, handler.find(request));
        });
        association.send(message.context(), CommandSet.detailed(command, outcome.status(), outcome.detail(), false));
    }

    private static int respond(Association association, Message message, Iterator<DataSet> matches)
            throws IOException {
        CancelWatch watch = new CancelWatch(association, message);
        try {
            while (matches.hasNext()) {
                DataSet match = matches.next();
                if (watch.isCancelled()) {
                    if (matches instanceof CancelListener listener) {
                        listener.cancelled();
                    }
                    return Status.CANCEL;
                }
                association.send(message.context(),
                        CommandSet.response(message.command(), Status.PENDING, null, true), match);
            }
            return Status.SUCCESS;
        } finally {
            close(matches);
        }
    }

    private static void close(Iterator<DataSet> matches) throws IOException {
        if (matches instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
