package org.dromedary.pipeline.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.objects.screening.ScreenedObject;
import org.dromedary.objects.screening.SpooledFile;
import org.dromedary.objects.validation.FindingCode;

/** Brings objects of one series into transfer syntaxes that the target takes; not for several threads. */
final class Conversion {

    private final Spool spool;
    private final Path folder;
    private final boolean verify;
    private final Transcoder transcoder = new Transcoder();
    private final List<String> written = new ArrayList<>();
    /** What became of objects, in words, and of how many. */
    private final Map<String, Integer> done = new LinkedHashMap<>();

    Conversion(Spool spool, Path folder, boolean verify) {
        this.spool = spool;
        this.folder = folder;
        this.verify = verify;
    }

    /**
     * Decides in which syntax an object is sent, and converts it if need be.
     *
     * @param ways transfer syntaxes that the target takes it in, the best first; what is damaged at the source is
     *             converted only if its own is not among them
     * @throws IOException of the spool; what is wrong with the object itself becomes its judgement
     */
    ScreenedObject decide(ScreenedObject object, List<String> ways) throws IOException {
        Entry entry = object.entry();
        String own = entry.transferSyntaxUid();
        if (object.confirmed() ? ways.contains(own) : !ways.isEmpty() && ways.get(0).equals(own)) {
            return ScreenedObject.goesOn(entry);
        }
        if (ways.isEmpty()) {
            return ScreenedObject.out(entry, Outcome.REJECTED, "NO_PRESENTATION_CONTEXT", "the target takes " + named(
                    entry.sentSopClassUid()) + " neither in " + named(own) + " nor in anything else that we can write");
        }
        SpooledFile file = new SpooledFile(folder, entry);
        try {
            return converted(entry, file, file.head(), ways);
        } catch (DicomFormatException damaged) {
            return damaged(entry, ways, damaged);
        }
    }

    private ScreenedObject converted(Entry entry, SpooledFile file, DataSet head, List<String> ways)
            throws IOException {
        List<String> refusals = new ArrayList<>();
        IOException failed = null;
        for (String way : ways) {
            String refusal = way.equals(entry.transferSyntaxUid()) ? null : Transcoder.refusal(head,
                    TransferSyntax.of(entry.transferSyntaxUid()), TransferSyntax.of(way));
            if (way.equals(entry.transferSyntaxUid())) {
                return failed == null ? ScreenedObject.goesOn(entry) : damaged(entry, ways, failed);
            } else if (refusal != null) {
                refusals.add(named(way) + ": " + refusal);
            } else if (failed == null || Policy.NATIVE.contains(way)) {
                try {
                    return ScreenedObject.goesOn(convert(entry, file, way));
                } catch (CodecException | DicomFormatException e) {
                    if (failed != null) {
                        break;
                    }
                    failed = e;
                }
            }
        }
        return failed != null ? damaged(entry, ways, failed) : ScreenedObject.out(entry, Outcome.REJECTED,
                "NO_SAFE_CONVERSION", "not accepted in " + named(entry.transferSyntaxUid()) + "; "
                        + String.join("; ", refusals));
    }

    /** What can't be converted goes as it came, if it may; else it stays out. */
    private ScreenedObject damaged(Entry entry, List<String> ways, IOException why) {
        if (ways.contains(entry.transferSyntaxUid())) {
            count("sent in " + named(entry.transferSyntaxUid()) + " as received, since they could not be converted");
            return ScreenedObject.goesOn(entry);
        }
        if (why instanceof LimitExceededException) {
            return ScreenedObject.out(entry, Outcome.QUARANTINED, FindingCode.LIMIT_EXCEEDED.name(), why.getMessage());
        }
        return ScreenedObject.damaged(entry, "NOT_CONVERTIBLE", "not accepted in " + named(entry.transferSyntaxUid())
                + ", and: " + why.getMessage());
    }

    private Entry convert(Entry entry, SpooledFile file, String way) throws IOException {
        file.check();
        String name = Spool.convertedName(entry.fileName());
        Path to = folder.resolve(name);
        long before = to.toFile().length();
        Transcoder.Result result = transcoder.transcode(folder.resolve(entry.fileName()), to, TransferSyntax.of(way),
                new Transcoder.Options(verify, Policy.isLossy(way)));
        spool.grewBy(to.toFile().length() - before);
        written.add(name);
        count("converted from " + named(entry.transferSyntaxUid()) + " to " + named(way));
        return entry.digests(result.pixelSha256(), entry.attributeDigest()).going(entry.way().converted(
                new Content(name, way, result.dataSetLength(), result.dataSetSha256())));
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }

    private static String named(String uid) {
        return Uid.nameOf(uid);
    }

    /** Makes durable what was written (law 3); returns what was done, in words, empty if nothing was. */
    String finish() throws IOException {
        if (!written.isEmpty()) {
            Spool.sync(folder, written);
        }
        return done.entrySet().stream().map(each -> each.getValue() + " objects " + each.getKey())
                .collect(Collectors.joining("; "));
    }
}
