package org.dromedary.operate.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.ledger.ClaimLines.Claim;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.StudyDetails;
import org.dromedary.operate.runtime.WhyNotNow;

/** A study in a terminal; patient data, since a person at the terminal asks for it. */
final class StudyText {

    private static final String ROW = "%-8s %-10s %-16s %-16s %-10s %s%n";
    private static final int COLUMN = 12;

    private final List<Claim> claims;
    private final NextStep next;

    StudyText(List<Claim> claims, WhyNotNow why) {
        this.claims = claims;
        this.next = new NextStep(why);
    }

    /** One line a study. */
    static String table(List<StudyDetails> studies) {
        StringBuilder text = new StringBuilder(String.format(ROW, "study", "date", "accession", "Patient ID",
                "modality", "Study Instance UID"));
        studies.forEach(study -> text.append(String.format(ROW, study.id(), study.date() == null ? "-" : study.date(),
                study.accession(), study.patientId(), study.modalities().replace('\\', ','),
                study.studyInstanceUid())));
        return text.toString();
    }

    String full(StudyDetails study, List<SeriesDetails> series) {
        StringBuilder text = new StringBuilder();
        SeriesText.field(text, "study " + study.id(), Stream.of(study.date() == null ? "without date"
                : study.date().toString(), study.time(), study.modalities().replace('\\', ','), study.description())
                .filter(part -> !part.isBlank()).collect(Collectors.joining("  ")));
        SeriesText.field(text, "Study Instance UID", study.studyInstanceUid());
        patient(text, study);
        SeriesText.field(text, "announced", announced(study));
        SeriesText.field(text, "found", found(series));
        claims.forEach(claim -> SeriesText.field(text, "claim", claim.level() + ": " + claim.what() + " "
                + (claim.value().isEmpty() ? "not said" : claim.value())));
        if (!series.isEmpty()) {
            text.append('\n').append(SeriesText.table(series)).append("\nnext\n");
            series.forEach(each -> next.of(each, null).forEach(line ->
                    text.append(Lines.wrap("  " + each.id(), COLUMN, line))));
        }
        return text.append("\n'series show' with its number tells all of a series.\n").toString();
    }

    private static String found(List<SeriesDetails> series) {
        long unsaid = series.stream().filter(each -> each.expected() == null).count();
        return series.size() + " series, " + series.stream().filter(each -> each.expected() != null)
                .mapToLong(SeriesDetails::expected).sum() + " objects"
                + (unsaid > 0 ? " and those of " + unsaid + " series of which nobody said the number" : "");
    }

    static String announced(StudyDetails study) {
        return said(study.announcedSeries()) + " series, " + said(study.announcedObjects()) + " objects";
    }

    private static String said(Integer number) {
        return number == null ? "an unsaid number of" : number.toString();
    }

    static void patient(StringBuilder text, StudyDetails study) {
        SeriesText.field(text, "patient", Stream.of(study.patientName(), study.patientId().isEmpty() ? "without ID"
                : "ID " + study.patientId(), study.issuer(), study.birthDate() == null ? ""
                        : "born " + study.birthDate(), study.sex()).filter(part -> !part.isBlank())
                .collect(Collectors.joining("  ")));
        if (!study.accession().isBlank()) {
            SeriesText.field(text, "Accession Number", study.accession());
        }
    }
}
