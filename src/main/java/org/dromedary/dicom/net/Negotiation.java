package org.dromedary.dicom.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.ul.ContextResult;
import org.dromedary.dicom.ul.MalformedPduException;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.ProposedContext;
import org.dromedary.dicom.ul.UserInformation;

/** What both sides have agreed on: the A-ASSOCIATE-RQ and -AC read together (PS3.8 §7.1.1, PS3.7 Annex D). */
public final class Negotiation {
    private static final int MIN_PDU_LENGTH = 16;

    private final Pdu.AssociateRq request;
    private final Pdu.AssociateAc answer;
    private final boolean requestor;
    private final Map<Integer, NegotiatedContext> contexts;

    public Negotiation(Pdu.AssociateRq request, Pdu.AssociateAc answer, boolean requestor) {
        this.request = request;
        this.answer = answer;
        this.requestor = requestor;
        this.contexts = contexts(request, answer);
    }

    private static Map<Integer, NegotiatedContext> contexts(Pdu.AssociateRq request, Pdu.AssociateAc answer) {
        Map<Integer, ContextResult> results = new HashMap<>();
        answer.contexts().forEach(c -> results.put(c.id(), c));
        Map<String, UserInformation.Role> granted = new HashMap<>();
        answer.user().roles().forEach(r -> granted.put(r.sopClassUid(), r));
        Map<String, UserInformation.Role> proposed = new HashMap<>();
        request.user().roles().forEach(r -> proposed.put(r.sopClassUid(), r));
        Map<Integer, NegotiatedContext> contexts = new HashMap<>();
        for (ProposedContext context : request.contexts()) {
            ContextResult result = results.getOrDefault(context.id(),
                    new ContextResult(context.id(), ContextResult.NO_REASON, ""));
            boolean accepted = result.result() == ContextResult.ACCEPTANCE
                    && context.transferSyntaxes().contains(result.transferSyntax());
            UserInformation.Role wish = proposed.get(context.abstractSyntax());
            UserInformation.Role grant = wish == null ? null : granted.get(context.abstractSyntax());
            boolean scu = grant == null || wish.scu() && grant.scu();
            boolean scp = grant != null && wish.scp() && grant.scp();
            contexts.put(context.id(), new NegotiatedContext(context.id(), context.abstractSyntax(),
                    accepted ? result.transferSyntax() : null,
                    accepted || result.result() != ContextResult.ACCEPTANCE ? result.result() : ContextResult.NO_REASON,
                    scu, scp));
        }
        return contexts;
    }

    /** Null for an id that was never proposed. */
    NegotiatedContext context(int id) {
        return contexts.get(id);
    }

    List<NegotiatedContext> contexts() {
        List<NegotiatedContext> list = new ArrayList<>(contexts.values());
        list.sort((a, b) -> Integer.compare(a.id(), b.id()));
        return list;
    }

    /** An accepted context in which this side may invoke operations; null if there is none. */
    NegotiatedContext forInvoking(String sopClassUid, String transferSyntaxUid) {
        for (NegotiatedContext context : contexts.values()) {
            if (context.accepted() && context.abstractSyntax().equals(sopClassUid)
                    && (transferSyntaxUid == null || transferSyntaxUid.equals(context.transferSyntax()))
                    && (requestor ? context.requestorScu() : context.requestorScp())) {
                return context;
            }
        }
        return null;
    }

    /** How many operations this side may have under way as SCU; at least 1. */
    int maxOperationsInvoked() {
        UserInformation.Window window = answer.user().window();
        if (window == null || request.user().window() == null) {
            return 1;
        }
        int negotiated = requestor ? window.invoked() : window.performed();
        int wished = requestor ? request.user().window().invoked() : Integer.MAX_VALUE;
        int limit = negotiated == 0 ? Integer.MAX_VALUE : negotiated;
        return Math.min(limit, wished == 0 ? Integer.MAX_VALUE : wished);
    }

    UserInformation peer() {
        return requestor ? answer.user() : request.user();
    }

    /** The length limit of what we send; a peer that leaves no room for data has made an error. */
    long sendLimit() throws MalformedPduException {
        long limit = peer().maxPduLength();
        if (limit != 0 && limit < MIN_PDU_LENGTH) {
            throw new MalformedPduException("maximum length", 0);
        }
        return limit;
    }

    Pdu.AssociateRq request() {
        return request;
    }

    Pdu.AssociateAc answer() {
        return answer;
    }
}
