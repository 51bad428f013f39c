package org.dromedary.operate.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dromedary.ledger.Doubts.Doubt;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.FindingLine;
import org.dromedary.ledger.LedgerView.FrozenPlan;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.LedgerView.InventoryState;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.operate.record.Summary.Proof;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlPagesTest {

    /** What a browser would take for something else than text. */
    private static final String HOSTILE = "<script>alert(\"x\")</script> & 'y' &lt; </td>";

    private final Path folder = ServicesResource.newDataDir();
    private final Map<SeriesState, Long> series = new EnumMap<>(SeriesState.class);
    private final Map<QueryWindow.State, Long> windows = new EnumMap<>(QueryWindow.State.class);
    private final List<DoubtfulWindow> doubtful = new ArrayList<>();
    private final List<Imbalance> imbalances = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private Optional<FrozenPlan> plan = Optional.empty();

    HtmlPagesTest() {
        Arrays.stream(SeriesState.values()).forEach(state -> series.put(state, 0L));
        Arrays.stream(QueryWindow.State.values()).forEach(state -> windows.put(state, 0L));
        windows.put(QueryWindow.State.DONE, 1L);
        series.put(SeriesState.VERIFIED, 20L);
        series.put(SeriesState.SKIPPED, 3L);
    }

    @AfterEach
    void removeTheFiles() {
        ServicesResource.delete(folder);
    }

    private Summary summary() {
        return new Summary(new Totals(11, 12, 23, 115, 109, 108, 100, 7, 5, 2, 1, 4321), series, windows, doubtful,
                imbalances, plan, Map.of(), 0, doubts, Proof.FOUND, new InventoryState(0, 0, 0, 0, List.of()));
    }

    /** Expected, verified, unavailable, rejected and quarantined objects are what makes a series an exception. */
    private static SeriesLine line(int number, SeriesState state, Integer expected, int verified, int unavailable,
            int rejected, int quarantined, String doubt) {
        return new SeriesLine("P", "ID", LocalDate.of(2020, 1, 2), "1.2", "A1", "Study", number, "1.2." + number, "CT",
                "Series", state, null, null, expected, verified, verified, verified, 0, quarantined, unavailable,
                rejected, 64, 1, doubt);
    }

    private static SeriesLine good(int number) {
        return line(number, SeriesState.VERIFIED, 3, 3, 0, 0, 0, null);
    }

    private static SeriesLine bad(int number) {
        return line(number, SeriesState.HELD, 3, 0, 0, 0, 0, null);
    }

    private static FindingLine finding(String text) {
        return new FindingLine("C" + text, "G" + text, "R" + text, "M" + text, "U" + text, "F" + text, "O" + text,
                "S" + text, "V" + text, 3, 17, "E" + text);
    }

    private void write(Stream<SeriesLine> lines, Stream<FindingLine> findings, Summary summary) throws IOException {
        try (HtmlPages pages = new HtmlPages(folder)) {
            for (SeriesLine each : (Iterable<SeriesLine>) lines::iterator) {
                pages.add(each);
            }
            for (FindingLine each : (Iterable<FindingLine>) findings::iterator) {
                pages.add(each);
            }
            pages.index(summary);
        }
    }

    /** The page by a strict parser: what is not escaped or not closed is an error. */
    private Document page(String name) throws Exception {
        String html = Files.readString(folder.resolve(name)).replace("<!DOCTYPE html>", "")
                .replace("<meta charset=\"utf-8\">", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> all(Element within, String tag) {
        NodeList nodes = within.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    private static List<Element> all(Document page, String tag) {
        return all(page.getDocumentElement(), tag);
    }

    private static List<String> texts(Document page, String tag) {
        return all(page, tag).stream().map(Element::getTextContent).toList();
    }

    /** The rows of cells of the table with that first column, without its head; none if there is no such table. */
    private static List<List<String>> rows(Document page, String firstColumn) {
        return all(page, "table").stream().filter(table -> table.getTextContent().strip().startsWith(firstColumn))
                .flatMap(table -> all(table, "tr").stream())
                .map(row -> all(row, "td").stream().map(Element::getTextContent).toList())
                .filter(cells -> !cells.isEmpty()).toList();
    }

    private static List<List<String>> seriesRows(Document page) {
        return rows(page, MigrationReport.SERIES_COLUMNS[0]);
    }

    private static List<String> shown(Object... values) {
        return Arrays.stream(values).map(value -> value == null ? "" : value.toString()).toList();
    }

    @Test
    void everyTextIsShownAsItIs() throws Exception {
        SeriesLine hostile = new SeriesLine("N" + HOSTILE, "I" + HOSTILE, null, "1" + HOSTILE, "A" + HOSTILE,
                "D" + HOSTILE, 1, "2" + HOSTILE, "M" + HOSTILE, "S" + HOSTILE, SeriesState.HELD, "C" + HOSTILE,
                "T" + HOSTILE, null, 1, 2, 3, 4, 5, 6, 7, 8, 9, "W" + HOSTILE);
        doubtful.add(new DoubtfulWindow(QueryWindow.State.SUSPECT, null, null, "", "", 5, "R" + HOSTILE));
        doubts.add(new Doubt(3, "K" + HOSTILE, "X" + HOSTILE));
        plan = Optional.of(new FrozenPlan(2, LocalDateTime.of(2020, 1, 2, 3, 4), "B" + HOSTILE, 1, 2, 3, 4));
        FindingLine finding = finding(HOSTILE);
        write(Stream.of(hostile), Stream.of(finding), summary());
        Document index = page("index.html");
        assertThat(seriesRows(page("series-0001.html"))).containsExactly(shown(MigrationReport.columns(hostile)));
        assertThat(seriesRows(index)).containsExactly(shown(MigrationReport.columns(hostile)));
        assertThat(rows(index, "Finding")).containsExactly(shown(MigrationReport.columns(finding)));
        assertThat(rows(index, "Window")).singleElement().satisfies(cells -> assertThat(cells).endsWith("R" + HOSTILE));
        assertThat(texts(index, "li")).anySatisfy(reason -> assertThat(reason).contains("K" + HOSTILE, "X" + HOSTILE));
        assertThat(texts(index, "p")).anySatisfy(text -> assertThat(text).startsWith("Reconciled by")
                .contains("B" + HOSTILE));
        assertThat(all(index, "script")).isEmpty();
    }

    @Test
    void lineBreakInATextBreaksNoRow() throws Exception {
        write(Stream.of(line(1, SeriesState.HELD, 3, 0, 0, 0, 0, "one\ntwo"), bad(2)), Stream.of(), summary());
        assertThat(seriesRows(page("index.html"))).hasSize(2)
                .first().satisfies(cells -> assertThat(cells).contains("one two"));
    }

    @Test
    void everySeriesIsOnOnePageAndEveryLinkLeadsToAFileOfTheReport() throws Exception {
        write(IntStream.rangeClosed(1, 4001).mapToObj(HtmlPagesTest::good), Stream.of(), summary());
        List<String> pages = List.of("series-0001.html", "series-0002.html", "series-0003.html");
        List<String> uids = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (String name : pages) {
            List<List<String>> rows = seriesRows(page(name));
            lengths.add(rows.size());
            rows.forEach(cells -> uids.add(cells.get(6)));
        }
        assertThat(lengths).containsExactly(2000, 2000, 1);
        assertThat(uids).isEqualTo(IntStream.rangeClosed(1, 4001).mapToObj(number -> "1.2." + number).toList());
        assertThat(links("index.html")).containsExactly("series.csv", pages.get(0), pages.get(1), pages.get(2));
        assertThat(links(pages.get(0))).containsExactly("index.html");
        assertThat(links(pages.get(1))).containsExactly("index.html", pages.get(0));
        assertThat(links(pages.get(2))).containsExactly("index.html", pages.get(1));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("index.html",
                    pages.get(0), pages.get(1), pages.get(2));
        }
    }

    private List<String> links(String name) throws Exception {
        return all(page(name), "a").stream().map(link -> link.getAttribute("href")).toList();
    }

    @Test
    void fullPageIsNotFollowedByAnEmptyOne() throws Exception {
        write(IntStream.rangeClosed(1, 2000).mapToObj(HtmlPagesTest::good), Stream.of(), summary());
        assertThat(seriesRows(page("series-0001.html"))).hasSize(2000);
        assertThat(links("index.html")).containsExactly("series.csv", "series-0001.html");
    }

    @Test
    void seriesThatIsNotWhollyAtTheTargetIsListedAsAnException() throws Exception {
        List<SeriesLine> exceptions = List.of(bad(1), line(2, SeriesState.VERIFIED, 3, 2, 1, 0, 0, null),
                line(3, SeriesState.VERIFIED, 3, 2, 0, 1, 0, null), line(4, SeriesState.VERIFIED, 3, 2, 0, 0, 1, null),
                line(5, SeriesState.VERIFIED, 0, 0, 0, 0, 0, null),
                line(6, SeriesState.VERIFIED, null, 3, 0, 0, 0, null),
                line(7, SeriesState.VERIFIED, 3, 3, 0, 0, 0, "cut"), line(8, SeriesState.SKIPPED, 3, 0, 0, 0, 0, null));
        write(Stream.concat(Stream.of(good(9)), exceptions.stream()), Stream.of(), summary());
        Document index = page("index.html");
        assertThat(seriesRows(index)).extracting(cells -> cells.get(6)).containsExactly("1.2.1", "1.2.2", "1.2.3",
                "1.2.4", "1.2.5", "1.2.6", "1.2.7", "1.2.8");
        assertThat(texts(index, "p")).contains("8 series; single objects are in exceptions.csv.");
    }

    @Test
    void whereThereIsNoExceptionThatIsSaid() throws Exception {
        write(Stream.of(good(1)), Stream.of(), summary());
        assertThat(texts(page("index.html"), "p")).contains("None.");
        assertThat(seriesRows(page("index.html"))).isEmpty();
        assertThat(texts(page("index.html"), "h2")).doesNotContain("Found in objects");
    }

    @Test
    void listsThatAreCutSayOfHowMany() throws Exception {
        write(IntStream.rangeClosed(1, 5001).mapToObj(HtmlPagesTest::bad),
                IntStream.rangeClosed(1, 501).mapToObj(number -> finding("." + number)), summary());
        Document index = page("index.html");
        assertThat(seriesRows(index)).hasSize(5000);
        assertThat(rows(index, "Finding")).hasSize(500);
        assertThat(texts(index, "p")).anySatisfy(text -> assertThat(text).startsWith("5001 series, the first 5000"))
                .anySatisfy(text -> assertThat(text).contains("the first 500 of 501;"));
    }

    @Test
    void numbersAreThoseOfTheSummaryAndAddUp() throws Exception {
        write(Stream.of(), Stream.of(), summary());
        Document index = page("index.html");
        Map<String, Long> objects = numbers(index, "Expected");
        assertThat(objects.values()).containsExactly(115L, 100L, 7L, 5L, 1L, 2L, 4321L);
        assertThat(objects).containsEntry("Verified at the target", 100L).containsEntry("Skipped by policy", 7L)
                .containsEntry("Quarantined", 5L).containsEntry("Rejected by the target", 1L)
                .containsEntry("Unavailable at the source", 2L);
        Map<String, Long> all = numbers(index, "Patients");
        assertThat(all).containsOnlyKeys("Patients", "Studies", "Series", "VERIFIED", "SKIPPED");
        assertThat(all.get("Series")).isEqualTo(all.get("VERIFIED") + all.get("SKIPPED"));
        assertThat(texts(index, "p")).contains("The books balance.");
    }

    private static Map<String, Long> numbers(Document index, String firstRow) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        rows(index, firstRow).forEach(cells -> numbers.put(cells.get(0), Long.valueOf(cells.get(1))));
        return numbers;
    }

    @Test
    void whatWasOnlyAcknowledgedIsNotCalledVerifiedAndImbalancesAreTold() throws Exception {
        imbalances.add(new Imbalance(4, SeriesState.VERIFIED, 3, 2));
        write(Stream.of(), Stream.of(), summary().provenBy(Proof.ACKNOWLEDGED));
        Document index = page("index.html");
        assertThat(numbers(index, "Expected")).doesNotContainKey("Verified at the target")
                .containsEntry("Acknowledged by the target, which was not asked for them", 100L);
        assertThat(all(index, "p").stream().filter(text -> text.getAttribute("class").equals("bad"))
                .map(Element::getTextContent)).anySatisfy(text -> assertThat(text).contains("do not balance"));
        assertThat(texts(index, "p")).doesNotContain("The books balance.");
    }
}
