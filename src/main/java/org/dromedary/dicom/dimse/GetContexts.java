package org.dromedary.dicom.dimse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.PresentationContext;

/**
 * What a C-GET proposes (PS3.4 §C.4.3): its information models, and for each SOP Class that may come the transfer
 * syntaxes in which we take it, with the SCP role (PS3.7 §D.3.3.4). An association has 128 presentation contexts at
 * most (PS3.8 §9.3.2.2), and of each the acceptor chooses one syntax. The fewer syntaxes share a context, the fewer
 * objects does the peer convert, or withhold if it can't. So the classes share the contexts that there are:
 *
 * <table>
 * <caption>contexts for each class, with one information model</caption>
 * <tr><td>1 or 2 classes</td><td>one for each syntax of the dictionary</td></tr>
 * <tr><td>up to 6</td><td>one for each syntax in use</td></tr>
 * <tr><td>up to 42</td><td>one for explicit VR, one for implicit VR, one or more for what is compressed</td></tr>
 * <tr><td>up to 127</td><td>two, uncompressed and compressed, for the first ones; one for those behind</td></tr>
 * <tr><td>more</td><td>one; those for which there is no room are left out</td></tr>
 * </table>
 *
 * @param models     abstract syntaxes of the information models
 * @param sopClasses those that are proposed, in order
 * @param contexts   at most 128, with 50 transfer syntaxes each at most
 */
public record GetContexts(List<String> models, List<String> sopClasses, List<PresentationContext> contexts) {

    private static final int MAX_CONTEXTS = 128;

    private static final List<String> UNCOMPRESSED = List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian,
            Uid.ExplicitVRBigEndian, Uid.DeflatedExplicitVRLittleEndian);
    /**
     * Those in use, the commonest first. Not all that are known: DCMTK 3.6 takes 50 syntaxes in a context and closes
     * the connection at 51, Orthanc 1.10 no longer answers.
     */
    private static final List<String> COMPRESSED = List.of(Uid.JPEGLosslessSV1, Uid.JPEG2000Lossless,
            Uid.JPEGLSLossless, Uid.RLELossless, Uid.JPEGLossless, Uid.JPEGBaseline8Bit, Uid.JPEGExtended12Bit,
            Uid.JPEG2000, Uid.JPEGLSNearLossless, Uid.HTJ2KLossless, Uid.HTJ2KLosslessRPCL, Uid.HTJ2K,
            Uid.JPEGXLLossless, Uid.JPEGXL, Uid.MPEG2MPML, Uid.MPEG4HP41, Uid.HEVCMP51);
    private static final List<String> IN_USE = Stream.of(UNCOMPRESSED, COMPRESSED).flatMap(List::stream).toList();

    private static final List<List<String>> EACH_KNOWN =
            TransferSyntax.known().stream().map(syntax -> List.of(syntax.uid())).toList();
    private static final List<List<String>> EACH_IN_USE = IN_USE.stream().map(List::of).toList();
    private static final List<List<String>> BY_VR = List.of(
            List.of(Uid.ExplicitVRLittleEndian, Uid.ExplicitVRBigEndian, Uid.DeflatedExplicitVRLittleEndian),
            List.of(Uid.ImplicitVRLittleEndian));
    private static final List<List<String>> TWO = List.of(UNCOMPRESSED, COMPRESSED);
    private static final List<List<String>> ONE = List.of(IN_USE);

    public GetContexts {
        models = List.copyOf(models);
        sopClasses = List.copyOf(sopClasses);
        contexts = List.copyOf(contexts);
    }

    /**
     * Shares the contexts among the classes.
     *
     * @param models     abstract syntaxes of the information models to be proposed, one at least
     * @param sopClasses SOP Classes of the objects that are expected; empty if they are not known, which stands for
     *                   some ninety that archives hold, the likeliest first
     */
    public static GetContexts of(List<String> models, Collection<String> sopClasses) {
        int room = MAX_CONTEXTS - models.size();
        Collection<String> wanted = sopClasses.isEmpty() ? GetClasses.COMMON : new LinkedHashSet<>(sopClasses);
        List<String> proposed = wanted.stream().limit(room).toList();
        List<PresentationContext> contexts = new ArrayList<>();
        models.forEach(model -> contexts.add(new PresentationContext(model,
                List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian))));
        for (int i = 0; i < proposed.size(); i++) {
            for (List<String> syntaxes : share(room, proposed.size(), i)) {
                contexts.add(new PresentationContext(proposed.get(i), syntaxes));
            }
        }
        return new GetContexts(models, proposed, contexts);
    }

    /** The contexts of the class at this index, by their transfer syntaxes. */
    private static List<List<String>> share(int room, int classes, int index) {
        int each = room / classes;
        if (each >= EACH_KNOWN.size()) {
            return EACH_KNOWN;
        }
        if (each >= EACH_IN_USE.size()) {
            return EACH_IN_USE;
        }
        if (each > BY_VR.size()) {
            return Stream.concat(BY_VR.stream(), compressed(each - BY_VR.size()).stream()).toList();
        }
        return index < room - classes ? TWO : ONE;
    }

    /** The commonest in a context each, those for which no further one is left in the last. */
    private static List<List<String>> compressed(int contexts) {
        int alone = Math.min(contexts, COMPRESSED.size()) - 1;
        List<List<String>> shares = new ArrayList<>(COMPRESSED.subList(0, alone).stream().map(List::of).toList());
        shares.add(COMPRESSED.subList(alone, COMPRESSED.size()));
        return shares;
    }

    /** Adds contexts and roles to a request that has no contexts yet; returns it. */
    public AssociationRequest.Builder propose(AssociationRequest.Builder request) {
        contexts.forEach(request::context);
        sopClasses.forEach(sopClass -> request.role(sopClass, false, true));
        return request;
    }
}
