package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dromedary.dicom.data.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a rule file is said with its line, all of it at once. */
class RuleCheckTest {

    @TempDir
    Path folder;

    private List<String> errors(String yaml) {
        RuleException thrown = catchThrowableOfType(RuleException.class, () -> RuleSet.parse(yaml, folder));
        assertThat(thrown).as("a rule file that is wrong").isNotNull();
        return thrown.errors();
    }

    private String error(String when, String action) {
        RuleException thrown = catchThrowableOfType(RuleException.class, () -> Rules.one(when, action));
        assertThat(thrown).as(when + " " + action).isNotNull();
        return thrown.getMessage();
    }

    @Test
    void everyErrorIsSaidWithItsLine() {
        List<String> errors = errors("""
                rules:
                  - name: one
                    why: A
                    when:
                      PatientNam: X
                      sopClass: CTImageStorge
                      StudyDate: { befor: 2012-01-01 }
                    do:
                      - set: { Modality: magnetic resonance }
                      - st: { Modality: MR }
                  - name: one
                    when: { modality: CT }
                    do: dropObjects
                    because: B
                """);
        assertThat(errors).satisfiesExactly(
                e -> assertThat(e).startsWith("rules.yaml:5: ").contains("PatientNam", "did you mean PatientName?"),
                e -> assertThat(e).startsWith("rules.yaml:6: ").contains("did you mean CTImageStorage?"),
                e -> assertThat(e).startsWith("rules.yaml:7: ").contains("did you mean before?"),
                e -> assertThat(e).startsWith("rules.yaml:9: ").contains("16 characters"),
                e -> assertThat(e).startsWith("rules.yaml:10: ").contains("did you mean set?"),
                e -> assertThat(e).startsWith("rules.yaml:11: ").contains("'why' is missing"),
                e -> assertThat(e).startsWith("rules.yaml:11: ").contains("line 2 has a rule 'one' already"),
                e -> assertThat(e).startsWith("rules.yaml:13: ").contains("did you mean dropObject?"),
                e -> assertThat(e).startsWith("rules.yaml:14: ").contains("'because'"));
    }

    @Test
    void fileThatIsNoYamlSaysWhere() {
        assertThat(errors("rules:\n  - name: [\n")).singleElement().asString().startsWith("rules.yaml:3: ");
        assertThat(errors("[]")).singleElement().asString().startsWith("rules.yaml:1: ").contains("map");
        assertThat(errors("rule: []")).anyMatch(e -> e.contains("did you mean rules?"));
        assertThat(errors("rules: 5")).singleElement().asString().contains("a list of rules");
        assertThat(errors("rules:\n- &a [*a]\n")).isNotEmpty();
        assertThat(errors("rules:\n- name: a\n  why: b\n  do: dropObject\n  when: &a\n    not: *a\n"))
                .anyMatch(e -> e.contains("nested deeper"));
    }

    @Test
    void emptyFileIsWrongButAnEmptyListIsNot() {
        assertThat(RuleSet.parse("rules: []", folder).isEmpty()).isTrue();
        assertThat(RuleSet.parse("rules:\n", folder).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{ '(0008,006)': X } | is no attribute",
        "{ 'RequestAttributesSequence.AccessionNumber': X } | needs to say which item",
        "{ 'RequestAttributesSequence[0].AccessionNumber': X } | counted from 1",
        "{ 'PatientName[*].AccessionNumber': X } | is no sequence",
        "{ '(0010,\"MAKER\",10)': X } | not private",
        "{ PixelData: { missing: true } } | before Pixel Data only",
        "{ StudyDate: { before: yesterday } } | a day as 2015-01-31",
        "{ StudyDate: { between: [2012-01-01] } } | two days",
        "{ StudyDate: { olderThan: ten } } | an age as 10y",
        "{ SeriesNumber: { less: many } } | a number",
        "{ PatientID: { regex: '(' } } | no regular expression",
        "{ PatientID: { missing: maybe } } | true or false",
        "{ statoin: X } | did you mean station?",
        "{ transferSyntax: ExplicitLittle } | no transfer syntax",
        "{ all: { modality: CT } } | a list of conditions",
        "{ PatientID: { in: { csv: none.csv, column: id } } } | none.csv",
        "{} | a condition is missing",
        "[ { modality: CT } ] | under all or any",
        "ever | a map is expected"})
    void wrongConditionIsRefused(String when, String message) {
        assertThat(error(when, "dropObject")).contains("rules.yaml:4: ").contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[set: { StudyInstanceUID: 1.2.3 }] | identifies the object",
        "[remove: SOPInstanceUID] | identifies the object",
        "[set: { SOPClassUID: 1.2.3 }] | upgradeSopClass",
        "[hash: { attribute: SeriesInstanceUID, key: k, as: uid }] | identifies the object",
        "[set: { Rows: 5 }] | Pixel Data is to be read",
        "[copy: { from: Columns, to: BitsStored }] | Pixel Data is to be read",
        "[remove: RedPaletteColorLookupTableData] | Pixel Data is to be read",
        "[set: { PixelData: X }] | before Pixel Data",
        "[remove: TransferSyntaxUID] | before Pixel Data",
        "[set: { SpecificCharacterSet: ISO_IR 100 }] | recode",
        "[remove: OriginalAttributesSequence] | what was changed before",
        "[remove: '(0019,1010)'] | by its creator",
        "[set: { '(0019,\"A\",10)': X }] | { vr: LO",
        "[set: { StudyDate: 31.12.2010 }] | DA",
        "[set: { PatientSex: female }] | CS",
        "[set: { PatientSex: [M, F] }] | 2 values",
        "[set: { SamplesPerPixelUsed: 70000 }] | no number that VR US can hold",
        "[set: { RequestAttributesSequence: X }] | VR SQ",
        "[append: { PatientID: X }] | single value",
        "[replace: { attribute: PatientID, regex: '[', with: X }] | no regular expression",
        "[replace: { attribute: PatientID, regex: 'a', with: '$1' }] | replacement",
        "[replace: { attribute: SmallestImagePixelValue, regex: 'a', with: b }] | no text",
        "[map: { attribute: PatientID, csv: none.csv, key: a, value: b }] | none.csv",
        "[map: { attribute: PatientID, csv: ../a.csv, key: a, value: b }] | beside the rule file",
        "[splitName: PatientID] | is no name",
        "[splitName: { attribute: PatientName, order: [last, first] }] | family, given",
        "[hash: { attribute: StudyDate, key: k }] | a hash as text fits",
        "[hash: { attribute: PatientID, key: k, as: uid }] | only UI",
        "[hash: { attribute: PatientID, key: k, length: 65 }] | a length of 8 to 64",
        "[fixVr: '(0019,\"A\",10)'] | is not known",
        "[fixVr: { PatientID: XX }] | there is no VR 'XX'",
        "[characterSet: UTF-8] | no character set 'UTF-8'",
        "[recode: { from: ISO_IR 100, to: ISO_IR 192 }] | there is no 'from'",
        "[upgradeSopClass: { otherwise: drop }] | keep or quarantine",
        "[dropObject: true] | stands alone",
        "[] | an action is missing"})
    void wrongActionIsRefused(String action, String message) {
        assertThat(error("always", action)).contains("rules.yaml:5: ").contains(message);
    }

    @Test
    void tablesAreReadAndKeptWithTheRules() throws IOException {
        Files.writeString(folder.resolve("rooms.csv"), "\uFEFFold;new\nCT7;RÖ 1\nCT8;RÖ 2\n", StandardCharsets.UTF_8);
        String yaml = """
                rules:
                  - name: rooms
                    why: A
                    when: { station: { in: { csv: rooms.csv, column: old } } }
                    do: [map: { attribute: StationName, csv: rooms.csv, key: old, value: new, otherwise: quarantine }]
                """;
        RuleSet rules = RuleSet.parse(yaml, folder);
        RuleSet kept = RuleSet.decode(rules.content());
        assertThat(kept.version()).isEqualTo(rules.version());
        assertThat(Rules.apply(kept, Rules.object()).head().getString(Tag.StationName)).isEqualTo("RÖ 1");
        Files.writeString(folder.resolve("rooms.csv"), "old;new\nCT7;RÖ 3\n");
        assertThat(RuleSet.parse(yaml, folder).version()).isNotEqualTo(rules.version());
        Files.writeString(folder.resolve("rooms.csv"), "old,new\nCT7,a name that is longer than sixteen\n");
        assertThat(errors(yaml)).singleElement().asString().startsWith("rules.yaml:5: ").contains("16 characters");
        Files.writeString(folder.resolve("rooms.csv"), "old,new\nCT7,A\nCT7,B\n");
        assertThat(errors(yaml)).singleElement().asString().contains("rooms.csv:3");
        Files.writeString(folder.resolve("rooms.csv"), "olld,new\nCT7,A\n");
        assertThat(errors(yaml)).hasSize(2).allMatch(e -> e.contains("did you mean olld?"));
    }

    @Test
    void valueWithoutARowStaysIsEmptiedOrGoesToQuarantine() throws IOException {
        Files.writeString(folder.resolve("rooms.csv"), "old,new\nCT9,A\n");
        assertThat(mapped("keep").head().getString(Tag.StationName)).isEqualTo("CT7");
        assertThat(mapped("empty").head().getString(Tag.StationName)).isNull();
        assertThat(mapped("quarantine").reason()).contains("(0008,1010)", "rooms.csv").doesNotContain("CT7");
    }

    private RuleResult mapped(String otherwise) {
        return Rules.apply(RuleSet.parse("""
                rules:
                  - name: rooms
                    why: A
                    when: always
                    do: [map: { attribute: StationName, csv: rooms.csv, key: old, value: new, otherwise: %s }]
                """.formatted(otherwise), folder), Rules.object());
    }

    @Test
    void documentedActionsAreActions() throws IOException {
        Files.writeString(folder.resolve("rooms.csv"), "old,new\nCT7,CT 7\n");
        String document = Files.readString(Path.of("docs/rules.md"));
        String table = document.substring(document.indexOf("## Actions"),
                document.indexOf("### What can't be changed"));
        Matcher example = Pattern.compile("`((?:do: )?(\\w+)(?:: .*?)?)`").matcher(table);
        Set<String> seen = new TreeSet<>();
        while (example.find()) {
            String action = example.group(1).replaceFirst("^do: ", "");
            if (action.matches("(set|append|copy|remove|replace|map|splitName|hash|fixVr|characterSet|recode"
                    + "|upgradeSopClass): .*|dropObject")) {
                String yaml = "rules:\n- name: a\n  why: b\n  when: always\n  do:\n    - " + action + "\n";
                assertThat(RuleSet.parse(yaml, folder).names()).containsExactly("a");
                seen.add(action.replaceFirst(":.*", ""));
            }
        }
        assertThat(seen).hasSize(13);
    }

    @Test
    void missingKeyOfAHashIsNamed() {
        RuleSet rules = Rules.one("always", "[hash: { attribute: PatientID, key: trial }]");
        RuleException thrown = catchThrowableOfType(RuleException.class,
                () -> rules.checkKeys(Map.of("trial", "short")));
        assertThat(thrown.errors()).singleElement().asString().contains("dromedary.rules.hash-keys.trial.secret");
        rules.checkKeys(Map.of("trial", "0123456789abcdef"));
    }

    @Test
    void examplesOfTheProgramsOwnFileAreRules() throws IOException {
        String own = new String(RuleSet.class.getResourceAsStream("/config/rules.yaml").readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(RuleSet.parse(own, folder).isEmpty()).isTrue();
        Files.writeString(folder.resolve("stations.csv"), "old,new\nCT7,CT 7\n");
        String examples = own.substring(own.indexOf("# rules:")).replaceAll("(?m)^# ?", "");
        assertThat(RuleSet.parse(examples, folder).names()).hasSizeGreaterThan(8);
    }
}
