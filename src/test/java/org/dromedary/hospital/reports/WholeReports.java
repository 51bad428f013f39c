package org.dromedary.hospital.reports;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.dromedary.hospital.hl7.Hl7Charsets;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Text;
import org.dromedary.hospital.hl7.MutationChecks;

/** That a report which is rewritten and wrapped has everything that came. */
public final class WholeReports implements BiConsumer<byte[], Hl7Text> {

    private static final Hl7Charsets CHARSETS = new Hl7Charsets(StandardCharsets.ISO_8859_1, false);

    @Override
    public void accept(byte[] body, Hl7Text text) {
        try {
            ReportMessage report = new ReportMessage(body, CHARSETS);
            Set<String> wanted = MutationChecks.markersOfTexts(text.text());
            String wrapped = String.join("\n", new ReportText(report).sections().values());
            MutationChecks.require(MutationChecks.markers(wrapped).containsAll(wanted),
                    "a text of the report is not in its object");
            rewritten(body, report);
        } catch (Hl7FormatException heldBack) {
            // It has no patient or no order, or a letter that can't be written: it is never sent.
            MutationChecks.require(!heldBack.getMessage().isEmpty(), "held back without a reason");
        }
    }

    /** Of a report of which patient and accession number are changed all else is as it came. */
    private static void rewritten(byte[] body, ReportMessage report) throws Hl7FormatException {
        Charset charset = CHARSETS.read(body).charset();
        Hl7Edit before = Hl7Edit.of(body, charset);
        report.text().set(report.pid(), 3, 0, 1, List.of("NEW|1"));
        for (ReportMessage.Order order : report.orders()) {
            report.text().set(order.obr(), 18, 0, 1, List.of("RIS-1"));
        }
        Hl7Edit after = Hl7Edit.of(report.text().bytes(), charset);
        MutationChecks.require(after.size() == before.size(), "segments came or went");
        for (int i = 0; i < before.size(); i++) {
            int changed = i == report.pid() ? 3 : before.name(i).equals("OBR") ? 18 : 0;
            for (int field = 1; field < 60; field++) {
                MutationChecks.require(field == changed || before.raw(i, field).equals(after.raw(i, field)),
                        before.name(i) + "-" + field + " is another one");
            }
        }
    }
}
