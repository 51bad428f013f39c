package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.FindingLine;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.operate.record.MigrationReport;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.record.SummaryText;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class FindingLedgerTest {

    private static final Device CT1 = new Device("CT", "1.2.840.10008.5.1.4.1.1.2", "Maker", "M1", "CT1", "1.0");
    private static final Finding LONG = new Finding("VALUE_TOO_LONG", Grade.RECORD, "(0010,0020)", null);
    private static final Finding SHORT = new Finding("PIXEL_DATA_SHORT", Grade.QUARANTINE, "2 bytes", null);

    @Inject
    FindingLedger findings;

    @Inject
    Ledger ledger;

    @Inject
    DataSource dataSource;

    private final Path folder = ServicesResource.newDataDir();

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    @BeforeEach
    void nothingFoundYet() {
        Sql.over(dataSource).update("delete from finding");
    }

    private long newSeries() {
        String digits = Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
        long study = ledger.upsertStudy(new StudyFound("P" + digits, null, "Doe^Jane", LocalDate.of(1970, 1, 31), "F",
                "1.2.3." + digits, LocalDate.of(2011, 2, 28), "101500", "A1", "Thorax", "CT", null, 1, 2));
        ledger.upsertSeries(study, List.of(new SeriesFound("1.2.4." + digits, "CT", "axial", "CHEST", "CT1", 2)));
        return ledger.seriesOfStudy(study).get(0).id;
    }

    private void put(long series, SeriesFindings found) {
        QuarkusTransaction.requiringNew().run(() -> findings.put(series, found));
    }

    private static SeriesFindings of(Device device, List<Finding> first, List<Finding> second) {
        SeriesFindings found = new SeriesFindings();
        found.add("2.25.1", new Examination(device, first));
        found.add("2.25.2", new Examination(device, second));
        return found;
    }

    private List<FindingLine> lines() {
        List<FindingLine> lines = new ArrayList<>();
        new LedgerView(Sql.over(dataSource)).forEachFinding(lines::add);
        return lines;
    }

    @Test
    void objectsAreCountedByFindingAndDevice() {
        put(newSeries(), of(CT1, List.of(LONG), List.of(SHORT, LONG)));
        put(newSeries(), of(CT1, List.of(LONG), List.of()));

        assertThat(lines()).hasSize(2);
        FindingLine first = lines().get(0);
        assertThat(List.of(first.code(), first.grade(), first.station(), first.software(), first.example()))
                .containsExactly("VALUE_TOO_LONG", "RECORD", "CT1", "1.0", "2.25.1");
        assertThat(first.series()).isEqualTo(2);
        assertThat(first.objects()).isEqualTo(3);
    }

    @Test
    void newFindingsOfASeriesTakeThePlaceOfTheOld() {
        long series = newSeries();
        put(series, of(CT1, List.of(SHORT), List.of(SHORT)));
        put(series, of(Device.UNKNOWN, List.of(LONG), List.of()));
        assertThat(lines()).extracting(FindingLine::code).containsExactly("VALUE_TOO_LONG");

        put(series, new SeriesFindings());
        assertThat(lines()).isEmpty();
    }

    @Test
    void findingsAreWrittenWithTheTransitionOnly() {
        assertThatThrownBy(() -> findings.put(newSeries(), new SeriesFindings()))
                .hasMessageContaining("ARJUNA016110");
    }

    @Test
    void reportAndSummaryShowThem() throws IOException {
        put(newSeries(), of(CT1, List.of(LONG), List.of(SHORT)));
        LedgerView view = new LedgerView(Sql.over(dataSource));

        Path index = new MigrationReport(view).write(folder);

        assertThat(Files.readString(index)).contains("Found in objects", "PIXEL_DATA_SHORT");
        assertThat(Files.readString(folder.resolve("findings.csv"))).contains(
                "PIXEL_DATA_SHORT,QUARANTINE,,CT,1.2.840.10008.5.1.4.1.1.2,Maker,M1,CT1,1.0,1,1,2.25.2");
        assertThat(SummaryText.table(Summary.of(view))).contains("found in objects: ", "VALUE_TOO_LONG 1");
        assertThat(SummaryText.json(Summary.of(view))).contains("\"findings\":{\"PIXEL_DATA_SHORT\":1,");
    }
}
