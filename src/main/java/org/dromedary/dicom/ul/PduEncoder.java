package org.dromedary.dicom.ul;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes PDUs (PS3.8 §9.3; all numbers big endian).
 *
 * <pre>
 * PDU       type(1) 0(1) length(4) fields
 * item      type(1) 0(1) length(2) content      lengths never count their own header
 * </pre>
 */
public final class PduEncoder {
    static final int AE_TITLE_LENGTH = 16;
    private static final int RESERVED_AFTER_TITLES = 32;

    private ByteBuffer out = ByteBuffer.allocate(4096);

    private PduEncoder() { }

    /** The whole PDU with its header. */
    public static byte[] encode(Pdu pdu) {
        PduEncoder encoder = new PduEncoder();
        encoder.u8(pdu.type().code()).u8(0).u32(0);
        if (pdu instanceof Pdu.AssociateRq rq) {
            encoder.associateRq(rq);
        } else if (pdu instanceof Pdu.AssociateAc ac) {
            encoder.associateAc(ac);
        } else if (pdu instanceof Pdu.AssociateRj rj) {
            encoder.u8(0).u8(rj.result()).u8(rj.source()).u8(rj.reason());
        } else if (pdu instanceof Pdu.Abort abort) {
            encoder.u8(0).u8(0).u8(abort.source()).u8(abort.reason());
        } else {
            encoder.u32(0);
        }
        encoder.out.putInt(2, encoder.out.position() - 6);
        return Arrays.copyOf(encoder.out.array(), encoder.out.position());
    }

    private void associateRq(Pdu.AssociateRq rq) {
        fixedFields(rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
        item(0x10, rq.applicationContext());
        for (ProposedContext context : rq.contexts()) {
            int start = open(0x20);
            u8(context.id()).u8(0).u8(0).u8(0);
            item(0x30, context.abstractSyntax());
            context.transferSyntaxes().forEach(uid -> item(0x40, uid));
            close(start);
        }
        userInformation(rq.user());
    }

    private void associateAc(Pdu.AssociateAc ac) {
        fixedFields(ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle());
        item(0x10, ac.applicationContext());
        for (ContextResult context : ac.contexts()) {
            int start = open(0x21);
            u8(context.id()).u8(0).u8(context.result()).u8(0);
            item(0x40, context.transferSyntax());
            close(start);
        }
        userInformation(ac.user());
    }

    private void fixedFields(int protocolVersion, String called, String calling) {
        u16(protocolVersion).u16(0);
        aeTitle(called);
        aeTitle(calling);
        bytes(new byte[RESERVED_AFTER_TITLES]);
    }

    private void userInformation(UserInformation user) {
        int start = open(0x50);
        int length = open(0x51);
        u32(user.maxPduLength());
        close(length);
        item(0x52, user.implementationClassUid());
        if (user.window() != null) {
            int window = open(0x53);
            u16(user.window().invoked()).u16(user.window().performed());
            close(window);
        }
        user.roles().forEach(this::role);
        if (user.implementationVersionName() != null) {
            item(0x55, user.implementationVersionName());
        }
        user.extended().forEach(this::extended);
        if (user.identity() != null) {
            identity(user.identity());
        }
        if (user.identityResponse() != null) {
            int response = open(0x59);
            counted(user.identityResponse());
            close(response);
        }
        close(start);
    }

    private void role(UserInformation.Role role) {
        int start = open(0x54);
        counted(ascii(role.sopClassUid())).u8(role.scu() ? 1 : 0).u8(role.scp() ? 1 : 0);
        close(start);
    }

    private void extended(UserInformation.Extended extended) {
        int start = open(0x56);
        counted(ascii(extended.sopClassUid())).bytes(extended.information());
        close(start);
    }

    private void identity(UserIdentity identity) {
        int start = open(0x58);
        u8(identity.type()).u8(identity.responseRequested() ? 1 : 0);
        counted(identity.primary()).counted(identity.secondary());
        close(start);
    }

    private void item(int type, String text) {
        int start = open(type);
        bytes(ascii(text));
        close(start);
    }

    private int open(int type) {
        u8(type).u8(0).u16(0);
        return out.position();
    }

    private void close(int start) {
        int length = out.position() - start;
        if (length > 0xFFFF) {
            throw new IllegalArgumentException("An item of " + length + " bytes exceeds the 16-bit item length");
        }
        out.putShort(start - 2, (short) length);
    }

    private void aeTitle(String title) {
        byte[] padded = new byte[AE_TITLE_LENGTH];
        Arrays.fill(padded, (byte) ' ');
        byte[] text = ascii(title);
        System.arraycopy(text, 0, padded, 0, Math.min(text.length, padded.length));
        bytes(padded);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private PduEncoder counted(byte[] value) {
        return u16(value.length).bytes(value);
    }

    private PduEncoder u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    private PduEncoder u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    private PduEncoder u32(long value) {
        room(4).putInt((int) value);
        return this;
    }

    private PduEncoder bytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    private ByteBuffer room(int count) {
        if (out.remaining() < count) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + count));
            out = larger.put(out.flip());
        }
        return out;
    }
}
