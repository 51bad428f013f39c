package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return Dromedary.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String rules(String text) throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), text).toString();
    }

    private void object(String name, String modality, String patient) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Part10.write(files.resolve(name), new DataSet().set(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                .set(Tag.SOPInstanceUID, "2.25.1" + name.length()).set(Tag.Modality, modality)
                .set(Tag.PatientName, patient).set(Tag.StudyInstanceUID, "2.25.7")
                .set(Tag.SeriesInstanceUID, "2.25.8"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void checkSaysEachErrorInALine() throws IOException {
        String file = rules("rules:\n- name: a\n  why: b\n  when: { modalty: CT }\n  do: dropObjekt\n");
        assertThat(execute("rules", "check", file)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.matches("rules\\.yaml:[45]: .*"));
        assertThat(execute("rules", "check", rules("rules: []"))).isZero();
        assertThat(out.toString()).contains("0 rules");
        assertThat(execute("rules", "check", folder.resolve("none.yaml").toString())).isEqualTo(1);
    }

    @Test
    void rehearsalCountsAndKeepsValuesForThePrivateFile() throws IOException {
        object("a", "CT", "Quendel, Ottilie");
        object("bb", "MR", "Quendel, Ottilie");
        object("ccc", "OT", "Quendel, Ottilie");
        Files.writeString(folder.resolve("files").resolve("readme.txt"), "no object");
        String file = rules("""
                rules:
                  - {name: other, why: Not wanted, when: {modality: OT}, do: dropObject}
                  - {name: names, why: One text, when: {modality: CT}, do: [splitName: PatientName]}
                  - name: wrong
                    why: X
                    when: {modality: MR}
                    do:
                      - set: {StationName: X}
                      - copy: {from: PatientName, to: AccessionNumber}
                      - append: {AccessionNumber: {value: more, separator: ' and '}}
                  - {name: never, why: X, when: {modality: US}, do: quarantine}
                """);
        Path examples = folder.resolve("examples.csv");
        int exit = execute("rules", "rehearse", "--rules", file, "--out", examples.toString(),
                folder.resolve("files").toString());
        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString()).contains("3 objects, 1 of them changed", "1 files are no DICOM objects")
                .containsPattern("other +DROP_OBJECT +1 +1 +1").containsPattern("names +CHANGED +1")
                .containsPattern("wrong +FAILED +1").containsPattern("never +- +0").doesNotContain("Quendel");
        assertThat(Files.readString(examples)).contains("names,CHANGED", "\"Quendel, Ottilie\",Quendel^Ottilie");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(examples))).isEqualTo("rw-------");
    }

    @Test
    void sampleTakesSoManyFiles() throws IOException {
        for (String name : new String[] {"a", "bb", "ccc", "dddd"}) {
            object(name, "CT", "Quendel^Ottilie");
        }
        String file = rules("rules:\n- {name: all, why: b, when: always, do: dropObject}\n");
        assertThat(execute("rules", "rehearse", "--rules", file, "--sample", "2", folder.resolve("files").toString()))
                .isZero();
        assertThat(out.toString()).contains("2 objects");
    }
}
