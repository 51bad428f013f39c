package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.codec.frame.CodecException;

/**
 * What the main header or a tile's headers say of the coding; a tile's go before the main header's, a component's own
 * before the common ones (T.800 §A.6).
 */
final class Parameters {

    /** @param order of progression (table A.16); 0 LRCP, 1 RLCP, 2 RPCL, 3 PCRL, 4 CPRL */
    record Packets(int order, int layers, boolean transformed, boolean sop, boolean eph) {
    }

    /** One progression order change (§A.6.6); ends are exclusive. */
    record Change(int resolution0, int component0, int layer1, int resolution1, int component1, int order) {
    }

    private static final int LAST_ORDER = 4;
    private static final int MAX_CHANGES = 128;

    private final Parameters main;
    private final int components;
    private Packets packets;
    private CodingStyle style;
    private Quantization quantization;
    private final Map<Integer, CodingStyle> styles = new HashMap<>();
    private final Map<Integer, Quantization> quantizations = new HashMap<>();
    private final Map<Integer, Integer> shifts = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Integer, ByteReader> packedHeaders = new HashMap<>();

    /** @param main the main header's, null for the main header itself */
    Parameters(Parameters main, int components) {
        this.main = main;
        this.components = components;
    }

    /** For all components the same, as an encoder has it. */
    static Parameters of(CodingStyle style, Quantization quantization) {
        Parameters parameters = new Parameters(null, 0);
        parameters.style = style;
        parameters.quantization = quantization;
        return parameters;
    }

    /** Takes a marker segment; false if it is none of the coding. */
    boolean take(int marker, ByteReader segment) throws CodecException {
        switch (marker) {
            case Markers.COD -> readStyle(segment);
            case Markers.COC -> {
                int component = component(segment);
                boolean ownPrecincts = (segment.u8() & 1) != 0;
                styles.put(component, CodingStyle.read(segment, ownPrecincts));
            }
            case Markers.QCD -> quantization = Quantization.read(segment);
            case Markers.QCC -> quantizations.put(component(segment), Quantization.read(segment));
            case Markers.RGN -> readRegion(segment);
            case Markers.POC -> readChanges(segment);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readStyle(ByteReader segment) throws CodecException {
        int scod = segment.u8();
        int order = segment.u8();
        int layers = segment.u16();
        int transform = segment.u8();
        if (order > LAST_ORDER || layers == 0 || transform > 1) {
            throw new CodecException("JPEG 2000: progression order " + order + ", " + layers + " layers, component "
                    + "transform " + transform + " in COD", segment.offset());
        }
        packets = new Packets(order, layers, transform == 1, (scod & 2) != 0, (scod & 4) != 0);
        style = CodingStyle.read(segment, (scod & 1) != 0);
    }

    private void readRegion(ByteReader segment) throws CodecException {
        int component = component(segment);
        int kind = segment.u8();
        int shift = segment.u8();
        if (kind != 0) {
            throw new CodecException("JPEG 2000: region of interest of kind " + kind + " is not supported",
                    segment.offset());
        }
        shifts.put(component, shift);
    }

    private void readChanges(ByteReader segment) throws CodecException {
        int wide = components < 257 ? 1 : 2;
        while (segment.left() >= 5 + 2 * wide) {
            int resolution0 = segment.u8();
            int component0 = number(segment, wide);
            int layer1 = segment.u16();
            int resolution1 = segment.u8();
            int component1 = number(segment, wide);
            int order = segment.u8();
            if (order > LAST_ORDER || changes.size() == MAX_CHANGES) {
                throw new CodecException("JPEG 2000: progression order change " + changes.size() + " has order "
                        + order, segment.offset());
            }
            changes.add(new Change(resolution0, component0, layer1, resolution1,
                    component1 == 0 ? components : component1, order));
        }
    }

    private int component(ByteReader segment) throws CodecException {
        int component = number(segment, components < 257 ? 1 : 2);
        if (component >= components) {
            throw new CodecException("JPEG 2000: a marker speaks of component " + component + " of " + components,
                    segment.offset());
        }
        return component;
    }

    private static int number(ByteReader segment, int wide) throws CodecException {
        return wide == 1 ? segment.u8() : segment.u16();
    }

    /** Keeps a PPM or PPT segment: packet headers apart from the packets (§A.7.4, §A.7.5). */
    void pack(ByteReader segment) throws CodecException {
        packedHeaders.put(segment.u8(), segment);
    }

    /** The packed headers one after the other, and none kept any more; null if there are none. */
    byte[] unpack() {
        if (packedHeaders.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packedHeaders.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(e -> all.write(e.getValue().data, e.getValue().at, e.getValue().left()));
        packedHeaders.clear();
        return all.toByteArray();
    }

    Packets packets() throws CodecException {
        return present(packets != null || main == null ? packets : main.packets(), "COD");
    }

    CodingStyle style(int component) throws CodecException {
        CodingStyle own = styles.getOrDefault(component, style);
        return present(own != null || main == null ? own : main.style(component), "COD");
    }

    Quantization quantization(int component) throws CodecException {
        Quantization own = quantizations.getOrDefault(component, quantization);
        return present(own != null || main == null ? own : main.quantization(component), "QCD");
    }

    /** Bits by which a region of interest is shifted up (§H.1). */
    int shift(int component) {
        Integer own = shifts.get(component);
        return own != null ? own : main == null ? 0 : main.shift(component);
    }

    List<Change> changes() {
        return changes.isEmpty() && main != null ? main.changes() : changes;
    }

    private static <T> T present(T value, String marker) throws CodecException {
        if (value == null) {
            throw new CodecException("JPEG 2000: the main header has no " + marker);
        }
        return value;
    }
}
