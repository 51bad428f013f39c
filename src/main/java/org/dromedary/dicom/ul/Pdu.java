package org.dromedary.dicom.ul;

import java.util.List;

/** A PDU other than P-DATA-TF (PS3.8 §9.3). */
public sealed interface Pdu {

    /** The one application context name of DICOM (PS3.7 Annex A.2.1). */
    String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    PduType type();

    /** A-ASSOCIATE-RQ (PS3.8 §9.3.2). */
    record AssociateRq(int protocolVersion, String calledAeTitle, String callingAeTitle, String applicationContext,
            List<ProposedContext> contexts, UserInformation user) implements Pdu {

        public AssociateRq {
            contexts = List.copyOf(contexts);
        }

        @Override
        public PduType type() {
            return PduType.A_ASSOCIATE_RQ;
        }

        @Override
        public String toString() {
            return type() + " " + callingAeTitle + " to " + calledAeTitle + ", " + contexts.size()
                    + " presentation contexts, max PDU " + user.maxPduLength();
        }
    }

    /** A-ASSOCIATE-AC (PS3.8 §9.3.3); the AE titles are an echo which no receiver may test. */
    record AssociateAc(int protocolVersion, String calledAeTitle, String callingAeTitle, String applicationContext,
            List<ContextResult> contexts, UserInformation user) implements Pdu {

        public AssociateAc {
            contexts = List.copyOf(contexts);
        }

        @Override
        public PduType type() {
            return PduType.A_ASSOCIATE_AC;
        }

        @Override
        public String toString() {
            long accepted = contexts.stream().filter(c -> c.result() == ContextResult.ACCEPTANCE).count();
            return type() + " " + accepted + " of " + contexts.size() + " presentation contexts accepted, max PDU "
                    + user.maxPduLength();
        }
    }

    /** A-ASSOCIATE-RJ (PS3.8 §9.3.4). */
    record AssociateRj(int result, int source, int reason) implements Pdu {
        @Override
        public PduType type() {
            return PduType.A_ASSOCIATE_RJ;
        }

        @Override
        public String toString() {
            return type() + " result " + result + ", source " + source + ", reason " + reason;
        }
    }

    /** A-RELEASE-RQ (PS3.8 §9.3.6). */
    record ReleaseRq() implements Pdu {
        @Override
        public PduType type() {
            return PduType.A_RELEASE_RQ;
        }

        @Override
        public String toString() {
            return type().toString();
        }
    }

    /** A-RELEASE-RP (PS3.8 §9.3.7). */
    record ReleaseRp() implements Pdu {
        @Override
        public PduType type() {
            return PduType.A_RELEASE_RP;
        }

        @Override
        public String toString() {
            return type().toString();
        }
    }

    /** A-ABORT (PS3.8 §9.3.8): source 0 is the service user, 2 the service provider, whose reason then counts. */
    record Abort(int source, int reason) implements Pdu {
        public static final int SERVICE_USER = 0;
        public static final int SERVICE_PROVIDER = 2;
        public static final int REASON_NOT_SPECIFIED = 0;
        public static final int UNRECOGNIZED_PDU = 1;
        public static final int UNEXPECTED_PDU = 2;
        public static final int UNRECOGNIZED_PARAMETER = 4;
        public static final int UNEXPECTED_PARAMETER = 5;
        public static final int INVALID_PARAMETER_VALUE = 6;

        @Override
        public PduType type() {
            return PduType.A_ABORT;
        }

        @Override
        public String toString() {
            return type() + " source " + source + ", reason " + reason;
        }
    }
}
