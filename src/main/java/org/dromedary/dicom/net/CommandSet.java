package org.dromedary.dicom.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dromedary.dicom.ul.MalformedPduException;

/**
 * A command set: group 0000 in Implicit VR Little Endian, flat and small (PS3.7 §6.3, Annex E).
 *
 * <pre>element   group(2) element(2) length(4) value</pre>
 */
public final class CommandSet {
    static final int GROUP_LENGTH = 0x00000000;
    public static final int AFFECTED_SOP_CLASS_UID = 0x00000002;
    public static final int REQUESTED_SOP_CLASS_UID = 0x00000003;
    static final int COMMAND_FIELD = 0x00000100;
    public static final int MESSAGE_ID = 0x00000110;
    public static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x00000120;
    public static final int MOVE_DESTINATION = 0x00000600;
    public static final int PRIORITY = 0x00000700;
    static final int COMMAND_DATA_SET_TYPE = 0x00000800;
    public static final int STATUS = 0x00000900;
    static final int OFFENDING_ELEMENT = 0x00000901;
    static final int ERROR_COMMENT = 0x00000902;
    static final int ERROR_ID = 0x00000903;
    public static final int AFFECTED_SOP_INSTANCE_UID = 0x00001000;
    public static final int REQUESTED_SOP_INSTANCE_UID = 0x00001001;
    public static final int EVENT_TYPE_ID = 0x00001002;
    public static final int ACTION_TYPE_ID = 0x00001008;
    public static final int REMAINING_SUB_OPERATIONS = 0x00001020;
    public static final int COMPLETED_SUB_OPERATIONS = 0x00001021;
    public static final int FAILED_SUB_OPERATIONS = 0x00001022;
    public static final int WARNING_SUB_OPERATIONS = 0x00001023;
    public static final int MOVE_ORIGINATOR_AE_TITLE = 0x00001030;
    public static final int MOVE_ORIGINATOR_MESSAGE_ID = 0x00001031;

    public static final int C_STORE_RQ = 0x0001;
    public static final int C_GET_RQ = 0x0010;
    public static final int C_FIND_RQ = 0x0020;
    public static final int C_MOVE_RQ = 0x0021;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int N_EVENT_REPORT_RQ = 0x0100;
    public static final int N_ACTION_RQ = 0x0130;
    public static final int C_CANCEL_RQ = 0x0FFF;
    static final int RESPONSE = 0x8000;

    /** More than any command of the standard needs by far. */
    static final int MAX_LENGTH = 64 * 1024;
    static final int NO_DATA_SET = 0x0101;
    private static final int DATA_SET_FOLLOWS = 0x0001;

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>();

    public static CommandSet request(int commandField, int messageId, boolean dataSet) {
        return new CommandSet().setInt(COMMAND_FIELD, commandField).setInt(MESSAGE_ID, messageId).dataSet(dataSet);
    }

    /** A response that repeats what the request's class and instance were (PS3.7 §9.1). */
    public static CommandSet response(CommandSet request, int status, String comment, boolean dataSet) {
        return detailed(request, status, StatusDetail.of(comment), dataSet);
    }

    public static CommandSet detailed(CommandSet request, int status, StatusDetail detail, boolean dataSet) {
        CommandSet response = new CommandSet().setInt(COMMAND_FIELD, request.field() | RESPONSE)
                .setInt(MESSAGE_ID_BEING_RESPONDED_TO, request.getInt(MESSAGE_ID, 0)).setInt(STATUS, status)
                .dataSet(dataSet);
        response.copy(request, AFFECTED_SOP_CLASS_UID, AFFECTED_SOP_CLASS_UID);
        response.copy(request, AFFECTED_SOP_INSTANCE_UID, AFFECTED_SOP_INSTANCE_UID);
        response.copy(request, REQUESTED_SOP_CLASS_UID, AFFECTED_SOP_CLASS_UID);
        response.copy(request, REQUESTED_SOP_INSTANCE_UID, AFFECTED_SOP_INSTANCE_UID);
        response.copy(request, ACTION_TYPE_ID, ACTION_TYPE_ID);
        response.copy(request, EVENT_TYPE_ID, EVENT_TYPE_ID);
        if (status != Status.SUCCESS) {
            detail.into(response);
        }
        return status == Status.MISSING ? response.without(STATUS) : response;
    }

    private CommandSet dataSet(boolean follows) {
        return setInt(COMMAND_DATA_SET_TYPE, follows ? DATA_SET_FOLLOWS : NO_DATA_SET);
    }

    private void copy(CommandSet from, int tag, int to) {
        byte[] value = from.elements.get(tag);
        if (value != null) {
            elements.put(to, value);
        }
    }

    CommandSet without(int tag) {
        elements.remove(tag);
        return this;
    }

    boolean contains(int tag) {
        return elements.containsKey(tag);
    }

    public int field() {
        return getInt(COMMAND_FIELD, -1);
    }

    /** {@link Status#MISSING} if there is none. */
    public int status() {
        return getInt(STATUS, Status.MISSING);
    }

    boolean hasDataSet() {
        return getInt(COMMAND_DATA_SET_TYPE, NO_DATA_SET) != NO_DATA_SET;
    }

    public boolean isResponse() {
        return (field() & RESPONSE) != 0;
    }

    /** An unsigned 16-bit value (US). */
    public CommandSet setInt(int tag, int value) {
        elements.put(tag, new byte[] {(byte) value, (byte) (value >> 8)});
        return this;
    }

    /** Other lengths than two bytes are no value, but for four bytes that hold a number of two. */
    public int getInt(int tag, int otherwise) {
        byte[] value = elements.get(tag);
        boolean number = value != null
                && (value.length == 2 || value.length == 4 && value[2] == 0 && value[3] == 0);
        return number ? value[0] & 0xFF | (value[1] & 0xFF) << 8 : otherwise;
    }

    /** Tags (AT), each as a group and an element of 16 bits. */
    CommandSet setTags(int tag, List<Integer> tags) {
        ByteBuffer value = ByteBuffer.allocate(4 * tags.size()).order(ByteOrder.LITTLE_ENDIAN);
        tags.forEach(each -> value.putShort((short) (each >>> 16)).putShort(each.shortValue()));
        elements.put(tag, value.array());
        return this;
    }

    List<Integer> getTags(int tag) {
        ByteBuffer value = ByteBuffer.wrap(elements.getOrDefault(tag, new byte[0])).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> tags = new ArrayList<>();
        while (value.remaining() >= 4) {
            tags.add((value.getShort() & 0xFFFF) << 16 | value.getShort() & 0xFFFF);
        }
        return tags;
    }

    public CommandSet setUid(int tag, String uid) {
        return setPadded(tag, uid, (byte) 0);
    }

    public CommandSet setText(int tag, String text) {
        return setPadded(tag, text, (byte) ' ');
    }

    private CommandSet setPadded(int tag, String text, byte padding) {
        byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
        if ((value.length & 1) != 0) {
            value = Arrays.copyOf(value, value.length + 1);
            value[value.length - 1] = padding;
        }
        elements.put(tag, value);
        return this;
    }

    /** The value without padding; empty if absent. */
    public String getText(int tag) {
        byte[] value = elements.get(tag);
        if (value == null) {
            return "";
        }
        int length = value.length;
        while (length > 0 && (value[length - 1] == 0 || value[length - 1] == ' ')) {
            length--;
        }
        return new String(value, 0, length, StandardCharsets.ISO_8859_1).stripLeading();
    }

    public byte[] encode() {
        int length = elements.values().stream().mapToInt(v -> 8 + v.length).sum();
        ByteBuffer out = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(4).putInt(length);
        for (Map.Entry<Integer, byte[]> element : elements.entrySet()) {
            out.putShort((short) 0).putShort(element.getKey().shortValue());
            out.putInt(element.getValue().length).put(element.getValue());
        }
        return out.array();
    }

    static CommandSet decode(byte[] bytes, int length) throws MalformedPduException {
        CommandSet command = new CommandSet();
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int offset = in.position();
            if (in.remaining() < 8) {
                throw new MalformedPduException("command element header", offset);
            }
            int group = in.getShort() & 0xFFFF;
            int element = in.getShort() & 0xFFFF;
            int valueLength = in.getInt();
            if (group != 0 && command.elements.isEmpty()) {
                throw new MalformedPduException("command element group", offset);
            }
            if (valueLength < 0 || valueLength > in.remaining()) {
                throw new MalformedPduException("command element length", offset + 4L);
            }
            byte[] value = new byte[valueLength];
            in.get(value);
            // Orthanc appends (0008,0058) to a failed C-GET response's command set; what is not command is passed over.
            if (element != GROUP_LENGTH && group == 0) {
                command.elements.put(element, value);
            }
        }
        if (command.field() < 0) {
            throw new MalformedPduException("command field", 0);
        }
        return command;
    }
}
