package org.dromedary.hospital.reports;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What becomes of the old RIS's reports. */
@Unremovable
@ConfigMapping(prefix = "dromedary.reports")
public interface ReportSettings {

    /** Take reports (ORU^R01) in and hand them on; otherwise nobody wants them. */
    @WithDefault("false")
    boolean enabled();

    /** Send them to the new system over MLLP (dromedary.hl7.out); false: they are only wrapped. */
    @WithDefault("true")
    boolean send();

    /** A report whose patient is known, but whose exam has no study: HOLD it, or SEND it under its patient. */
    @WithDefault("hold")
    WithoutExam withoutExam();

    /** The old patient's number in PID-2 and PID-4: KEEP it, REPLACE it where it is the one of PID-3, or CLEAR it. */
    @WithDefault("keep")
    OldNumbers oldNumbers();

    /** Store reports with their study too: NONE, SR (Basic Text), or PDF_OR_SR (the PDF where a report brings one). */
    @WithDefault("none")
    Wrap wrap();

    /** Language in which reports are written, for the objects into which they are wrapped (RFC 5646). */
    @WithDefault("und")
    String language();

    /** How often a held report is looked at again, beside when a plan is frozen. */
    @WithDefault("10m")
    Duration again();

    /** What becomes of a report without a study. */
    enum WithoutExam { HOLD, SEND }

    /** What becomes of PID-2 and PID-4. */
    enum OldNumbers { KEEP, REPLACE, CLEAR }

    /** How reports become DICOM objects. */
    enum Wrap { NONE, SR, PDF_OR_SR }
}
