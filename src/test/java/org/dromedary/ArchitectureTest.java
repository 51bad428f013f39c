package org.dromedary;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between the packages. */
class ArchitectureTest {

    private static final String ROOT = "org.dromedary.";
    private static final List<String> STAGES =
            List.of("inventory", "retrieve", "reconcile", "transcode", "store", "verify", "deadletter");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dromedary");

    @Test
    void rulesSeeClasses() {
        assertThat(CLASSES.contain("org.dromedary.ledger.Ledger")).isTrue();
    }

    @Test
    void dicomLibraryStandsOnTheJdkAlone() {
        classes().that().resideInAPackage(ROOT + "dicom..")
                .should().onlyDependOnClassesThat().resideInAnyPackage(ROOT + "dicom..", "java..", "jdk.net..")
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void dataSetsKnowNothingOfTheNetworkOrOfCodecs() {
        mayNot("dicom.data", "dicom.net", "dicom.codec");
        mayNot("dicom.net", "dicom.codec");
        mayNot("dicom.codec", "dicom.net");
    }

    @Test
    void spoolStandsOnTheJdkAlone() {
        classes().that().resideInAPackage(ROOT + "spool..")
                .should().onlyDependOnClassesThat().resideInAnyPackage(ROOT + "spool..", "java..")
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void stagesNeverImportOneAnother() {
        for (String stage : STAGES) {
            List<String> others = new ArrayList<>(STAGES);
            others.remove(stage);
            mayNot(stage, others.toArray(String[]::new));
        }
    }

    @Test
    void stagesKnowNothingOfOperationsReportsOrTheSimulator() {
        STAGES.forEach(stage -> mayNot(stage, "ops", "report", "simulator"));
    }

    @Test
    void ledgerKnowsNobody() {
        mayNot("ledger", with("dicom", "component", "pace", "worker", "control", "incident", "archive",
                "spool", "report", "ops", "simulator"));
    }

    @Test
    void paceAndReportLookDownOnly() {
        for (String part : List.of("worker", "control", "incident")) {
            mayNot(part, with("dicom", "component", "pace", "archive", "spool", "report", "ops", "simulator"));
        }
        mayNot("pace", with("archive", "dicom", "component", "spool", "report", "ops", "simulator"));
        mayNot("report", with("dicom", "component", "pace", "spool", "ops", "simulator"));
    }

    @Test
    void brokerAndBooksStandBesideTheStages() {
        mayNot("broker", with("dicom", "component", "ledger", "stage", "archive", "spool", "report", "ops"));
        mayNot("books", with("dicom", "component", "archive", "spool", "report", "ops", "simulator"));
        mayNot("stage", with("broker", "books", "report", "ops", "simulator"));
    }

    @Test
    void reportsAndHl7LookDownOnly() {
        STAGES.forEach(stage -> mayNot(stage, "reports", "hl7"));
        mayNot("reports", with("dicom.net", "component", "archive", "pace", "report", "ops", "simulator"));
        mayNot("hl7", with("dicom", "component", "archive", "spool", "plan", "ris", "reports", "report", "ops",
                "simulator"));
    }

    @Test
    void planKnowsNeitherStagesNorWhatServesThem() {
        mayNot("plan", with("coercion", "dicom.net", "component", "pace", "archive", "spool", "stage", "broker", "hl7",
                "ris", "report", "ops", "simulator"));
    }

    @Test
    void coercionStandsOnDataSetsAndTheLedger() {
        mayNot("coercion", with("dicom.net", "component", "pace", "archive", "stage", "plan", "report", "ops",
                "simulator"));
    }

    @Test
    void validationStandsOnDataSetsAndTheLedger() {
        mayNot("validate", with("dicom.net", "dicom.codec", "component", "pace", "archive", "spool", "stage", "plan",
                "report", "ops", "simulator"));
    }

    @Test
    void presentationLooksDownOnly() {
        STAGES.forEach(stage -> mayNot(stage, "presentation"));
        mayNot("presentation", with("dicom.net", "dicom.codec", "component", "archive", "pace", "plan", "hl7", "ris",
                "reports", "validate", "report", "ops", "simulator"));
    }

    @Test
    void risStandsOnThePlanAndKnowsNoStage() {
        STAGES.forEach(stage -> mayNot(stage, "ris"));
        mayNot("ris", with("dicom", "component", "archive", "pace", "spool", "books", "coercion", "reports", "report",
                "ops", "simulator"));
        for (String below : List.of("ledger", "match", "plan", "broker", "stage")) {
            mayNot(below, "ris");
        }
    }

    @Test
    void componentAndSimulatorUseTheDicomLibraryOnly() {
        mayNot("component", with("ledger", "pace", "spool", "report", "ops", "simulator"));
        mayNot("simulator", with("component", "ledger", "pace", "spool", "report", "ops"));
    }

    @Test
    void matchingStandsAlone() {
        mayNot("match", with("dicom", "component", "ledger", "pace", "worker", "control", "incident", "archive", "stage",
                "broker", "books", "spool", "report", "plan", "hl7", "ris", "ops", "simulator"));
    }

    private static String[] with(String... packages) {
        List<String> all = new ArrayList<>(STAGES);
        all.addAll(List.of(packages));
        return all.toArray(String[]::new);
    }

    private void mayNot(String user, String... used) {
        String[] packages = List.of(used).stream().map(name -> ROOT + name + "..").toArray(String[]::new);
        noClasses().that().resideInAPackage(ROOT + user + "..")
                .should().dependOnClassesThat().resideInAnyPackage(packages)
                .allowEmptyShould(true).check(CLASSES);
    }
}
