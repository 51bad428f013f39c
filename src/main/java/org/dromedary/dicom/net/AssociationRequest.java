package org.dromedary.dicom.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.ul.BufferPool;
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.ProposedContext;
import org.dromedary.dicom.ul.Timeouts;
import org.dromedary.dicom.ul.UserIdentity;
import org.dromedary.dicom.ul.UserInformation;

/** What an association requestor proposes, and how long it waits (PS3.8 §7.1.1, PS3.7 Annex D). Immutable. */
public final class AssociationRequest {
    private static final int MAX_CONTEXTS = 128;
    private static final int MAX_AE_TITLE = 16;

    private final Builder settings;

    private AssociationRequest(Builder settings) {
        this.settings = settings;
    }

    /** Starts a request; the contexts are the one thing without a default. */
    public static Builder to(String host, int port) {
        return new Builder(host, port);
    }

    public String host() {
        return settings.host;
    }

    public int port() {
        return settings.port;
    }

    public String callingAeTitle() {
        return settings.calling;
    }

    public String calledAeTitle() {
        return settings.called;
    }

    public List<PresentationContext> contexts() {
        return List.copyOf(settings.contexts);
    }

    public Timeouts timeouts() {
        return settings.timeouts;
    }

    public int maxPduLength() {
        return settings.maxPduLength;
    }

    boolean quickAck() {
        return settings.quickAck;
    }

    ByteGate byteGate() {
        return settings.byteGate;
    }

    TlsParty tls() {
        return settings.tls;
    }

    Pdu.AssociateRq toPdu() {
        List<ProposedContext> proposed = new ArrayList<>();
        for (PresentationContext context : settings.contexts) {
            proposed.add(new ProposedContext(2 * proposed.size() + 1, context.abstractSyntax(),
                    context.transferSyntaxes()));
        }
        List<UserInformation.Extended> extended = new ArrayList<>();
        settings.extended.forEach((uid, bytes) -> extended.add(new UserInformation.Extended(uid, bytes)));
        return new Pdu.AssociateRq(1, settings.called, settings.calling, Pdu.APPLICATION_CONTEXT, proposed,
                new UserInformation(settings.maxPduLength, Part10.IMPLEMENTATION_CLASS_UID,
                        Part10.IMPLEMENTATION_VERSION_NAME, settings.window,
                        List.copyOf(settings.roles.values()), extended, settings.identity, null));
    }

    /** Collects a request; not for several threads. */
    public static final class Builder {
        private final String host;
        private final int port;
        private String calling = "DROMEDARY";
        private String called = "ANY-SCP";
        private final List<PresentationContext> contexts = new ArrayList<>();
        private final Map<String, UserInformation.Role> roles = new LinkedHashMap<>();
        private final Map<String, byte[]> extended = new LinkedHashMap<>();
        private UserInformation.Window window;
        private UserIdentity identity;
        private int maxPduLength = BufferPool.PDU_LENGTH;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private boolean quickAck = true;
        private ByteGate byteGate = ByteGate.OPEN;
        private TlsParty tls;

        private Builder(String host, int port) {
            this.host = host;
            this.port = port;
        }

        private Builder(Builder from) {
            this(from.host, from.port);
            calling = from.calling;
            called = from.called;
            contexts.addAll(from.contexts);
            roles.putAll(from.roles);
            extended.putAll(from.extended);
            window = from.window;
            identity = from.identity;
            maxPduLength = from.maxPduLength;
            timeouts = from.timeouts;
            quickAck = from.quickAck;
            byteGate = from.byteGate;
            tls = from.tls;
        }

        public Builder calling(String aeTitle) {
            calling = checked(aeTitle);
            return this;
        }

        public Builder called(String aeTitle) {
            called = checked(aeTitle);
            return this;
        }

        private static String checked(String aeTitle) {
            if (aeTitle.isBlank() || aeTitle.length() > MAX_AE_TITLE) {
                throw new IllegalArgumentException("An AE title has 1 to 16 characters: '" + aeTitle + "'");
            }
            return aeTitle;
        }

        /** Adds one presentation context; the acceptor chooses one of its transfer syntaxes. At most 128. */
        public Builder context(String abstractSyntax, String... transferSyntaxes) {
            return context(new PresentationContext(abstractSyntax, List.of(transferSyntaxes)));
        }

        public Builder context(PresentationContext context) {
            if (contexts.size() == MAX_CONTEXTS) {
                throw new IllegalArgumentException("An association has at most 128 presentation contexts");
            }
            contexts.add(context);
            return this;
        }

        /** Proposes our roles for a class; C-GET and commitment reports on new associations need SCP. */
        public Builder role(String sopClassUid, boolean scu, boolean scp) {
            roles.put(sopClassUid, new UserInformation.Role(sopClassUid, scu, scp));
            return this;
        }

        /** Proposes how many operations may be under way at once, 0 for any number; absent means one. */
        public Builder asynchronousOperations(int invoked, int performed) {
            window = new UserInformation.Window(invoked, performed);
            return this;
        }

        public Builder userIdentity(UserIdentity userIdentity) {
            identity = userIdentity;
            return this;
        }

        public Builder extendedNegotiation(String sopClassUid, byte[] information) {
            extended.put(sopClassUid, information.clone());
            return this;
        }

        /** The longest P-DATA-TF variable field we take. Memory does not depend on it. */
        public Builder maxPduLength(int length) {
            if (length < 1024) {
                throw new IllegalArgumentException("A PDU length below 1024 bytes is of no use: " + length);
            }
            maxPduLength = length;
            return this;
        }

        public Builder timeouts(Timeouts limits) {
            timeouts = limits;
            return this;
        }

        /** Whether to acknowledge at once (TCP_QUICKACK, where the system has it); on unless switched off. */
        public Builder quickAck(boolean on) {
            quickAck = on;
            return this;
        }

        /** What holds back the bytes of the association; by default nothing. */
        public Builder byteGate(ByteGate gate) {
            byteGate = gate;
            return this;
        }

        /** Speaks TLS, as this side of it says; null, the default, does not. */
        public Builder tls(TlsParty party) {
            tls = party;
            return this;
        }

        public AssociationRequest build() {
            if (contexts.isEmpty()) {
                throw new IllegalStateException("An association needs a presentation context");
            }
            return new AssociationRequest(new Builder(this));
        }
    }
}
