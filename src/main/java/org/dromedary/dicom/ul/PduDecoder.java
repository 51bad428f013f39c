package org.dromedary.dicom.ul;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Reads the PDUs that {@link PduEncoder} draws (PS3.8 §9.3). Unknown items are skipped, as the standard asks;
 * a length that leaves its enclosing field is an error that names the field and its offset in the PDU.
 */
public final class PduDecoder {
    /** Bytes before the variable field: type, reserved, length. */
    public static final int HEADER_LENGTH = 6;
    private static final int MAX_CONTEXTS = 128;

    private final byte[] body;
    private int position;

    private PduDecoder(byte[] body) {
        this.body = body;
    }

    /** Decodes the fields after the header of a PDU; the type is not P-DATA-TF. */
    public static Pdu decode(PduType type, byte[] body) throws MalformedPduException {
        PduDecoder decoder = new PduDecoder(body);
        return switch (type) {
            case A_ASSOCIATE_RQ -> decoder.associateRq();
            case A_ASSOCIATE_AC -> decoder.associateAc();
            case A_ASSOCIATE_RJ -> decoder.associateRj();
            case A_RELEASE_RQ -> decoder.fourBytes("A-RELEASE-RQ", new Pdu.ReleaseRq());
            case A_RELEASE_RP -> decoder.fourBytes("A-RELEASE-RP", new Pdu.ReleaseRp());
            case A_ABORT -> decoder.abort();
            case P_DATA_TF -> throw new IllegalArgumentException("P-DATA-TF is streamed, not decoded");
        };
    }

    private Pdu associateRq() throws MalformedPduException {
        Associate<ProposedContext> read = associate(0x20, this::proposed);
        require(!read.contexts.isEmpty() && read.contexts.size() <= MAX_CONTEXTS, "number of presentation contexts");
        require(read.user != null, "user information");
        return new Pdu.AssociateRq(read.version, read.called, read.calling, read.applicationContext, read.contexts,
                read.user);
    }

    private Pdu associateAc() throws MalformedPduException {
        Associate<ContextResult> read = associate(0x21, this::result);
        require(read.user != null, "user information");
        return new Pdu.AssociateAc(read.version, read.called, read.calling, read.applicationContext, read.contexts,
                read.user);
    }

    /** What A-ASSOCIATE-RQ and -AC have in common (PS3.8 tables 9-11 and 9-17); only their context items differ. */
    private record Associate<C>(int version, String called, String calling, String applicationContext,
            List<C> contexts, UserInformation user) {
    }

    private interface ContextItem<C> {
        C read(int end, BitSet ids) throws MalformedPduException;
    }

    private <C> Associate<C> associate(int contextType, ContextItem<C> context) throws MalformedPduException {
        int version = version();
        String called = aeTitle("called AE title");
        String calling = aeTitle("calling AE title");
        skip(32, "reserved field");
        String applicationContext = "";
        List<C> contexts = new ArrayList<>();
        BitSet ids = new BitSet();
        UserInformation user = null;
        while (position < body.length) {
            int type = u8("item type");
            int end = itemEnd("item");
            if (type == 0x10) {
                applicationContext = text(end);
            } else if (type == contextType) {
                contexts.add(context.read(end, ids));
            } else if (type == 0x50) {
                user = userInformation(end);
            }
            position = end;
        }
        return new Associate<>(version, called, calling, applicationContext, contexts, user);
    }

    private Pdu associateRj() throws MalformedPduException {
        skip(1, "reserved field");
        Pdu pdu = new Pdu.AssociateRj(u8("result"), u8("source"), u8("reason"));
        require(position == body.length, "length of A-ASSOCIATE-RJ");
        return pdu;
    }

    private Pdu abort() throws MalformedPduException {
        skip(2, "reserved field");
        Pdu pdu = new Pdu.Abort(u8("source"), u8("reason"));
        require(position == body.length, "length of A-ABORT");
        return pdu;
    }

    private Pdu fourBytes(String name, Pdu pdu) throws MalformedPduException {
        require(body.length == 4, "length of " + name);
        return pdu;
    }

    private ProposedContext proposed(int end, BitSet ids) throws MalformedPduException {
        int id = contextId(end, ids);
        within(end, 3, "presentation context");
        position += 3;
        String abstractSyntax = null;
        List<String> transferSyntaxes = new ArrayList<>();
        while (position < end) {
            int type = u8(end, "sub-item type");
            int itemEnd = itemEnd(end, "sub-item");
            if (type == 0x30) {
                abstractSyntax = text(itemEnd);
            } else if (type == 0x40) {
                transferSyntaxes.add(text(itemEnd));
            }
            position = itemEnd;
        }
        require(abstractSyntax != null, "abstract syntax");
        require(!transferSyntaxes.isEmpty(), "transfer syntax");
        return new ProposedContext(id, abstractSyntax, transferSyntaxes);
    }

    private ContextResult result(int end, BitSet ids) throws MalformedPduException {
        int id = contextId(end, ids);
        within(end, 3, "presentation context");
        position++;
        int result = u8("presentation context result");
        position++;
        String transferSyntax = "";
        while (position < end) {
            int type = u8(end, "sub-item type");
            int itemEnd = itemEnd(end, "sub-item");
            if (type == 0x40) {
                transferSyntax = text(itemEnd);
            }
            position = itemEnd;
        }
        return new ContextResult(id, result, transferSyntax);
    }

    private int contextId(int end, BitSet ids) throws MalformedPduException {
        int id = u8(end, "presentation context id");
        require((id & 1) == 1 && !ids.get(id), "presentation context id");
        ids.set(id);
        return id;
    }

    private UserInformation userInformation(int end) throws MalformedPduException {
        long maxLength = 0;
        String classUid = "";
        String versionName = null;
        UserInformation.Window window = null;
        List<UserInformation.Role> roles = new ArrayList<>();
        List<UserInformation.Extended> extended = new ArrayList<>();
        UserIdentity identity = null;
        byte[] response = null;
        while (position < end) {
            int type = u8(end, "user information sub-item type");
            int itemEnd = itemEnd(end, "user information sub-item");
            switch (type) {
                case 0x51 -> maxLength = u32(itemEnd, "maximum length");
                case 0x52 -> classUid = text(itemEnd);
                case 0x53 -> window = new UserInformation.Window(u16(itemEnd, "operations invoked"),
                        u16(itemEnd, "operations performed"));
                case 0x54 -> roles.add(new UserInformation.Role(countedText(itemEnd, "role selection UID"),
                        u8(itemEnd, "SCU role") == 1, u8(itemEnd, "SCP role") == 1));
                case 0x55 -> versionName = text(itemEnd);
                case 0x56 -> extended.add(new UserInformation.Extended(
                        countedText(itemEnd, "extended negotiation UID"), bytes(itemEnd)));
                case 0x58 -> identity = new UserIdentity(u8(itemEnd, "user identity type"),
                        u8(itemEnd, "positive response requested") == 1,
                        counted(itemEnd, "user identity primary field"),
                        counted(itemEnd, "user identity secondary field"));
                case 0x59 -> response = counted(itemEnd, "user identity server response");
                default -> { }
            }
            position = itemEnd;
        }
        return new UserInformation(maxLength, classUid, versionName, window, roles, extended, identity, response);
    }

    private int version() throws MalformedPduException {
        int version = u16(body.length, "protocol version");
        skip(2, "reserved field");
        return version;
    }

    private String aeTitle(String field) throws MalformedPduException {
        within(body.length, PduEncoder.AE_TITLE_LENGTH, field);
        return text(position + PduEncoder.AE_TITLE_LENGTH);
    }

    private int itemEnd(String field) throws MalformedPduException {
        return itemEnd(body.length, field);
    }

    private int itemEnd(int end, String field) throws MalformedPduException {
        within(end, 1, field);
        position++;
        int length = u16(end, field + " length");
        within(end, length, field);
        return position + length;
    }

    /** Text without the padding by spaces and (some senders) nulls. */
    private String text(int end) {
        int last = end;
        while (last > position && (body[last - 1] == 0 || body[last - 1] == ' ')) {
            last--;
        }
        String text = new String(body, position, last - position, StandardCharsets.ISO_8859_1).stripLeading();
        position = end;
        return text;
    }

    private String countedText(int end, String field) throws MalformedPduException {
        int length = u16(end, field + " length");
        within(end, length, field);
        return text(position + length);
    }

    private byte[] counted(int end, String field) throws MalformedPduException {
        int length = u16(end, field + " length");
        within(end, length, field);
        return bytes(position + length);
    }

    private byte[] bytes(int end) {
        byte[] bytes = Arrays.copyOfRange(body, position, end);
        position = end;
        return bytes;
    }

    private void skip(int count, String field) throws MalformedPduException {
        within(body.length, count, field);
        position += count;
    }

    private int u8(String field) throws MalformedPduException {
        return u8(body.length, field);
    }

    private int u8(int end, String field) throws MalformedPduException {
        within(end, 1, field);
        return body[position++] & 0xFF;
    }

    private int u16(int end, String field) throws MalformedPduException {
        within(end, 2, field);
        return (body[position++] & 0xFF) << 8 | body[position++] & 0xFF;
    }

    private long u32(int end, String field) throws MalformedPduException {
        return (long) u16(end, field) << 16 | u16(end, field);
    }

    private void within(int end, int count, String field) throws MalformedPduException {
        require(end - position >= count, field);
    }

    private void require(boolean condition, String field) throws MalformedPduException {
        if (!condition) {
            throw new MalformedPduException(field, HEADER_LENGTH + position);
        }
    }
}
