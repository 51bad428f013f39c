package org.dromedary;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.coordination.settings.SettingsCheck;
import org.junit.jupiter.api.Test;

/** What may use what: a white list, so that a new package has no place until it is given one. */
class ArchitectureTest {

    private static final String ROOT = "org.dromedary.";

    /** The layers from the top, each with those that it may use. */
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("operate", List.of("hospital", "pipeline", "objects", "archives", "identity", "coordination",
                "ledger", "camel", "simulator", "dicom"));
        MAY_USE.put("hospital", List.of("pipeline", "objects", "archives", "identity", "coordination", "ledger",
                "dicom"));
        MAY_USE.put("pipeline", List.of("objects", "archives", "identity", "coordination", "ledger", "camel", "dicom"));
        MAY_USE.put("objects", List.of("identity", "coordination", "ledger", "dicom"));
        MAY_USE.put("archives", List.of("identity", "coordination", "ledger", "camel", "dicom"));
        MAY_USE.put("identity", List.of("ledger", "dicom"));
        MAY_USE.put("coordination", List.of("ledger"));
        MAY_USE.put("ledger", List.of());
        MAY_USE.put("camel", List.of("dicom"));
        MAY_USE.put("simulator", List.of("dicom"));
        MAY_USE.put("dicom", List.of());
    }

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dromedary");

    @Test
    void layersUseOnlyWhatTheyMay() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.dromedary..")
                .ensureAllClassesAreContainedInArchitecture();
        for (String layer : MAY_USE.keySet()) {
            layers = layers.layer(layer).definedBy(ROOT + layer + "..");
        }
        for (Map.Entry<String, List<String>> layer : MAY_USE.entrySet()) {
            layers = layer.getValue().isEmpty() ? layers.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(layer.getKey()).mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
        }
        layers.check(CLASSES);
    }

    @Test
    void packagesHaveNoCirclesAtAnyDepth() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(ROOT + "*.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void stagesKnowNothingOfOneAnother() {
        slices().matching(ROOT + "pipeline.(*)..").should().notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAnyPackage(ROOT + "pipeline.stage..")).check(CLASSES);
    }

    @Test
    void ofThePipelineTheHospitalUsesWhatAllStagesShare() {
        classes().that().resideInAPackage(ROOT + "hospital..")
                .should().onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "pipeline..")
                        .or(resideInAnyPackage(ROOT + "pipeline.stage.."))).check(CLASSES);
    }

    @Test
    void dicomLibraryStandsOnTheJdkAlone() {
        standsOnTheJdkAnd("dicom", "jdk.net..", "javax.net..", "javax.crypto..", "javax.security.auth..");
        standsOnTheJdkAnd("ledger.spool");
    }

    private static void standsOnTheJdkAnd(String name, String... more) {
        List<String> packages = new ArrayList<>(List.of(ROOT + name + "..", "java.."));
        packages.addAll(List.of(more));
        classes().that().resideInAPackage(ROOT + name + "..").should().onlyDependOnClassesThat()
                .resideInAnyPackage(packages.toArray(String[]::new)).check(CLASSES);
    }

    @Test
    void dataSetsKnowNothingOfTheNetworkOrOfCodecs() {
        for (String part : List.of("data", "codec")) {
            classes().that().resideInAPackage(ROOT + "dicom." + part + "..").should().onlyDependOnClassesThat()
                    .resideOutsideOfPackages(ROOT + "dicom.net..", ROOT + "dicom.dimse..", ROOT + "dicom.ul..")
                    .check(CLASSES);
        }
        classes().that().resideInAPackage(ROOT + "dicom.data..").should().onlyDependOnClassesThat()
                .resideOutsideOfPackage(ROOT + "dicom.codec..").check(CLASSES);
    }

    /** States, studies, manifests and events are written in one package; others' tables are theirs. */
    @Test
    void tablesOfTheLedgerAreWrittenThereAlone() throws IOException {
        Pattern write = Pattern.compile("(insert (ignore )?into|update|delete from)"
                + " (study|series|patient|manifest|event"
                + "|object_exception|study_exception)\\b", Pattern.CASE_INSENSITIVE);
        List<String> elsewhere = new ArrayList<>();
        for (Path file : sources("main")) {
            boolean ledger = file.getParent().endsWith(Path.of("dromedary", "ledger"));
            if (!ledger && write.matcher(Files.readString(file)).find()) {
                elsewhere.add(file.toString());
            }
        }
        assertThat(elsewhere).isEmpty();
    }

    /** There are no beans yet when settings are checked. */
    @Test
    void checksOfSettingsStandInTheListOfServices() {
        assertThat(ServiceLoader.load(SettingsCheck.class).stream().map(check -> check.type().getName()))
                .containsExactlyInAnyOrderElementsOf(CLASSES.stream()
                        .filter(type -> type.isAssignableTo(SettingsCheck.class) && !type.isInterface())
                        .map(type -> type.getName()).toList());
    }

    /** Without it such a test would run in a process of its own, where Quarkus does not start twice. */
    @Test
    void testsWithinTheApplicationHaveTheTagOfTheirSuites() throws IOException {
        List<String> without = new ArrayList<>();
        for (Path file : sources("test")) {
            List<String> lines = Files.readAllLines(file);
            boolean tagged = lines.stream().anyMatch(line -> line.endsWith("(\"application\")"));
            if (lines.contains("@QuarkusTest") && !tagged) {
                without.add(file.toString());
            }
        }
        assertThat(without).isEmpty();
    }

    /** The table of packages in the documentation names exactly the packages that there are. */
    @Test
    void documentedPackagesAreThoseThatThereAre() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs", "architecture.md"))) {
            if (line.startsWith("| `")) {
                String cell = line.split("\\|")[1];
                MAY_USE.keySet().stream().filter(layer -> cell.contains("`" + layer + "`"))
                        .forEach(layer -> documented.addAll(parts(layer, line)));
            }
        }
        Set<String> present = CLASSES.stream().map(type -> type.getPackageName().substring(ROOT.length()))
                .map(name -> name.split("\\.")).filter(name -> name.length > 1)
                .map(name -> name[0] + "." + name[1]).collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(present);
    }

    private static List<Path> sources(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", kind, "java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> parts(String layer, String line) {
        return Pattern.compile("`\\.([a-z0-9]+)`").matcher(line).results().map(MatchResult::group)
                .map(part -> layer + part.replace("`", "")).toList();
    }
}
