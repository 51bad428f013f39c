package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ReadableByteChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Message;
import org.dromedary.dicom.net.NegotiatedContext;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.StatusDetail;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.PdvOutputStream;

/** Storage as an SCU: C-STORE (PS3.4 Annex B, PS3.7 §9.1.1). Objects are streamed, of whatever size. */
public final class StoreScu {
    private static final int MEDIUM_PRIORITY = 0;
    private static final Logger LOG = System.getLogger(StoreScu.class.getName());

    private StoreScu() { }

    /**
     * Sends one object and waits for its response. {@link NoPresentationContextException} and errors on opening the
     * source leave the association usable; a source that fails midway aborts it, as DICOM has no other way out, and so
     * does a response without Status ({@link BrokenResponseException}).
     */
    public static StoreResult store(Association association, StoreSource object) throws IOException {
        int messageId = send(association, object);
        return result(association, association.awaitResponse(CommandSet.C_STORE_RQ, messageId));
    }

    /** Sends all, with as many operations under way as were negotiated; the iterator is asked while the peer works. */
    public static void storeAll(Association association, Iterator<? extends StoreSource> objects,
            StoreListener listener) throws IOException {
        int window = association.maxOperationsInvoked();
        Map<Integer, StoreSource> underWay = new HashMap<>();
        while (true) {
            StoreSource next = objects.hasNext() ? objects.next() : null;
            if (next == null && underWay.isEmpty()) {
                return;
            }
            while (!underWay.isEmpty() && (next == null || underWay.size() >= window
                    || association.upper().ready())) {
                takeResponse(association, underWay, listener);
            }
            if (next != null) {
                sendNext(association, next, underWay, listener);
            }
        }
    }

    private static void sendNext(Association association, StoreSource next, Map<Integer, StoreSource> underWay,
            StoreListener listener) throws IOException {
        try {
            underWay.put(send(association, next), next);
        } catch (IOException e) {
            if (!association.isOpen()) {
                throw e;
            }
            listener.notSent(next, e);
        }
    }

    private static void takeResponse(Association association, Map<Integer, StoreSource> underWay,
            StoreListener listener) throws IOException {
        Message response = association.awaitResponse(CommandSet.C_STORE_RQ);
        int only = underWay.size() == 1 ? underWay.keySet().iterator().next() : 0;
        int messageId = response.command().getInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, only);
        StoreSource source = underWay.remove(messageId);
        if (source == null && association.hasInvoked(messageId)) {
            LOG.log(Level.DEBUG, () -> association.id() + ": passed over a second response to one object");
            return;
        }
        if (source == null) {
            throw association.upper().violation(new MalformedPduException("message id being responded to", 0));
        }
        listener.stored(source, result(association, response));
    }

    private static StoreResult result(Association association, Message response) throws IOException {
        return new StoreResult(association.statusOf(response, "C-STORE"), StatusDetail.of(response.command()));
    }

    /** Sends command and data set; returns the message id. */
    static int send(Association association, StoreSource object) throws IOException {
        NegotiatedContext context = association.require(object.sopClassUid(), object.transferSyntaxUid());
        int messageId = association.nextMessageId();
        long length = object.length();
        try (ReadableByteChannel channel = object.open()) {
            association.queue(context, command(object, messageId));
            try {
                PdvOutputStream out = new PdvOutputStream(association.upper(), context.id(), false);
                if (length == StoreSource.UNKNOWN_LENGTH) {
                    out.transferFrom(channel);
                } else {
                    long first = Math.min(length, object.emptyFragmentBefore());
                    if (first >= 0) {
                        out.transferFrom(channel, first);
                        out.emptyFragment();
                    }
                    out.transferFrom(channel, length - Math.max(first, 0));
                }
                out.finish();
            } catch (IOException | RuntimeException e) {
                association.abort();
                throw e;
            }
            association.flush();
        }
        return messageId;
    }

    private static CommandSet command(StoreSource object, int messageId) {
        CommandSet command = CommandSet.request(CommandSet.C_STORE_RQ, messageId, true)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, object.sopClassUid())
                .setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, object.sopInstanceUid())
                .setInt(CommandSet.PRIORITY, MEDIUM_PRIORITY);
        StoreSource.MoveOriginator originator = object.moveOriginator();
        if (originator != null) {
            command.setText(CommandSet.MOVE_ORIGINATOR_AE_TITLE, originator.aeTitle())
                    .setInt(CommandSet.MOVE_ORIGINATOR_MESSAGE_ID, originator.messageId());
        }
        return command;
    }
}
