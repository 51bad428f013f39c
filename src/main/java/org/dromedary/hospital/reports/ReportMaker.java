package org.dromedary.hospital.reports;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.reports.ReportLedger.Wrapped;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.Plan;
import org.dromedary.identity.plan.TargetAttributes;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMaker;
import org.dromedary.pipeline.stage.StageException;

/** Makes the objects of reports, in Explicit VR Little Endian, whenever the retrieve stage wants them. */
@ApplicationScoped
public class ReportMaker implements SeriesMaker {

    private static final String UTF_8 = "ISO_IR 192";

    private final Sql sql;
    private final ReportLedger reports;
    private final ReportDesk desk;
    private final Plan plan;
    private final CoercionSettings coercion;
    private final String language;

    ReportMaker(DataSource dataSource, ReportDesk desk, Plan plan, CoercionSettings coercion,
            ReportSettings settings) {
        this.sql = Sql.over(dataSource);
        this.reports = new ReportLedger(sql);
        this.desk = desk;
        this.plan = plan;
        this.coercion = coercion;
        this.language = settings.language();
    }

    @Override
    public Series.Origin origin() {
        return Series.Origin.REPORT;
    }

    @Override
    public List<Entry> make(Series series, Path folder) throws IOException, StageException {
        Wrapped report = reports.ofSeries(series.id).orElseThrow(() -> new StageException(Failure.Kind.BUG,
                "REPORT_UNKNOWN", "the ledger has no report of this series"));
        DataSet object = object(report, series);
        byte[] content = DataSetWriter.encode(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        String sopUid = object.getString(Tag.SOPInstanceUID);
        String sopClass = object.getString(Tag.SOPClassUID);
        String syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
        String name = Spool.fileName(sopUid);
        Path file = Files.createTempFile(folder, "report", ".part");
        try (OutputStream out = Files.newOutputStream(file)) {
            Part10.writeMeta(out, sopClass, sopUid, syntax);
            out.write(content);
        }
        Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return List.of(Entry.received(sopUid, sopClass, syntax, content.length,
                HexFormat.of().formatHex(Spool.sha256().digest(content)), name));
    }

    private DataSet object(Wrapped report, Series series) throws IOException, StageException {
        try {
            ReportMessage message = desk.read(report.body());
            DataSet study = study(report.studyId());
            ReportObject.Identity identity = new ReportObject.Identity(series.modality, series.seriesInstanceUid,
                    desk.uid("object", report.body(), report.studyId()));
            return ReportObject.of(message, identity, study, language, report.createdAt());
        } catch (Hl7FormatException e) {
            throw new StageException(Failure.Kind.BUG, "REPORT_UNREADABLE", e.getMessage());
        }
    }

    /** Patient and study as the ledger has them, and above that what the plan says. */
    private DataSet study(long id) {
        DataSet study = sql.query("""
                select t.study_instance_uid, p.patient_id, p.issuer, coalesce(nullif(t.patient_name, ''), p.name),
                    coalesce(date_format(p.birth_date, '%Y%m%d'), ''), p.sex,
                    coalesce(date_format(t.study_date, '%Y%m%d'), ''), t.study_time, t.accession_number,
                    t.referring_physician, t.description, t.study_id
                from study t join patient p on p.id = t.patient_id where t.id = ?""", row -> {
            DataSet found = new DataSet().set(Tag.SpecificCharacterSet, UTF_8)
                    .set(Tag.StudyInstanceUID, row.getString(1));
            int[] tags = {Tag.PatientID, Tag.IssuerOfPatientID, Tag.PatientName, Tag.PatientBirthDate, Tag.PatientSex,
                Tag.StudyDate, Tag.StudyTime, Tag.AccessionNumber, Tag.ReferringPhysicianName, Tag.StudyDescription,
                Tag.StudyID};
            for (int i = 0; i < tags.length; i++) {
                found.set(tags[i], row.getString(i + 2));
            }
            return found;
        }, id).get(0);
        plan.of(id).ifPresent(planned -> {
            for (Element element : TargetAttributes.of(planned, coercion)) {
                study.put(element);
            }
        });
        return study;
    }
}
