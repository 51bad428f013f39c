package org.dromedary.hospital.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.hospital.presentation.PresentationLedger.Line;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
class PresentationDeskTest {

    @Inject
    PresentationDesk desk;

    @Inject
    PresentationMaker maker;

    @Inject
    Ledger ledger;

    @Inject
    DataSource dataSource;

    private final Path folder = ServicesResource.newDataDir();

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    private final String digits = Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final String imageUid = "1.2.5." + digits;
    private PresentationLedger rows;
    private Sql sql;
    private long study;
    private Series series;

    @BeforeEach
    void imageInTheSpool() throws IOException {
        sql = Sql.over(dataSource);
        rows = new PresentationLedger(sql);
        for (String table : List.of("presentation_row", "presentation_image", "presentation_object",
                "presentation_series")) {
            sql.update("delete from " + table);
        }
        study = ledger.upsertStudy(new StudyFound("P" + digits, null, "Doe^Jane", LocalDate.of(1970, 1, 31), "F",
                "1.2.3." + digits, LocalDate.of(2011, 2, 28), "101500", "A1", "Thorax", "CT", null, 1, 2));
        ledger.upsertSeries(study, List.of(new SeriesFound("1.2.4." + digits, "CT", "axial", "", "", 1)));
        sql.update("update series set state = 'QUEUED' where study_id = ?", study);
        series = ledger.seriesOfStudy(study).get(0);
        DataSet image = new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, imageUid)
                .set(Tag.StudyInstanceUID, "1.2.3." + digits).set(Tag.SeriesInstanceUID, "1.2.4." + digits)
                .set(Tag.PatientID, "P" + digits).set(Tag.PatientName, "Doe^Jane").set(Tag.Modality, "CT")
                .set(Tag.PhotometricInterpretation, "MONOCHROME2").setInt(Tag.Rows, 8).setInt(Tag.Columns, 8);
        Part10.write(folder.resolve("image.dcm"), image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private void arrive() throws IOException {
        SeriesManifest manifest = new SeriesManifest(List.of(Entry.received(imageUid, Uid.CTImageStorage,
                Uid.ExplicitVRLittleEndian, 1, "0".repeat(64), "image.dcm")));
        Series found = QuarkusTransaction.requiringNew().call(() -> {
            Series one = Series.read(series.id);
            one.study.studyInstanceUid.length();
            return one;
        });
        Runnable also = desk.arrived(found, manifest, folder);
        QuarkusTransaction.requiringNew().run(also::run);
        sql.update("update series set state = 'RETRIEVED' where id = ?", series.id);
    }

    private static WindowRow window(String uid, String center) {
        return new WindowRow(uid, 0, center, "400", "", "", "", 1);
    }

    private static KeyImageRow key(String uid) {
        return new KeyImageRow("", uid, 0, KeyObjectTitle.OF_INTEREST, "Sårkant", "", "", 1);
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        rows.forEach(null, lines::add);
        return lines;
    }

    @Test
    void rowsBecomeSeriesOfTheStudyWhenItHasCome() throws Exception {
        rows.addWindows(List.of(window(imageUid, "40"), window(imageUid + ".9", "50")));
        rows.addKeyImages(List.of(key(imageUid)));
        assertThat(rows.readyStudies(10)).isEmpty();
        arrive();
        assertThat(rows.readyStudies(10)).containsExactly(study);

        desk.make(study);

        assertThat(lines()).extracting(Line::state).containsExactly("MADE", "WAITING", "MADE");
        List<Long> made = rows.newSeries(10);
        assertThat(made).hasSize(2).doesNotContain(series.id);
        Path spool = Files.createDirectories(folder.resolve("spool"));
        for (long id : made) {
            Series one = QuarkusTransaction.requiringNew().call(() -> Series.read(id));
            assertThat(one.origin).isEqualTo(Series.Origin.PRESENTATION);
            Entry entry = maker.make(one, spool).get(0);
            DataSet object = Part10.readHead(spool.resolve(entry.fileName()));
            assertThat(object.getString(Tag.PatientID)).isEqualTo("P" + digits);
            assertThat(object.getString(Tag.SeriesInstanceUID)).isEqualTo(one.seriesInstanceUid);
        }
        assertThat(rows.readyStudies(10)).isEmpty();
    }

    @Test
    void sameFileTakenInAgainAddsNothing() {
        assertThat(rows.addWindows(List.of(window(imageUid, "40"), window(imageUid, "40")))).isEqualTo(1);
        assertThat(rows.addWindows(List.of(window(imageUid, "40")))).isZero();
        assertThat(rows.addKeyImages(List.of(key(imageUid)))).isEqualTo(1);
    }

    @Test
    void rowThatCanNotBeUsedIsRefusedWithAReason() throws Exception {
        rows.addWindows(List.of(new WindowRow(imageUid, 7, "40", "400", "", "", "", 1)));
        arrive();

        desk.make(study);

        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.state()).isEqualTo("REFUSED");
            assertThat(line.reason()).contains("1 frames only");
        });
        assertThat(rows.newSeries(10)).isEmpty();
    }

    @Test
    void imageWithoutRowsIsNotRead() throws Exception {
        arrive();

        assertThat(rows.images(study)).isEmpty();
    }

    @Test
    void seriesIsReleasedOnce() throws Exception {
        rows.addWindows(List.of(window(imageUid, "40")));
        arrive();
        desk.make(study);

        rows.queued(rows.newSeries(10).get(0));

        assertThat(rows.newSeries(10)).isEmpty();
    }
}
