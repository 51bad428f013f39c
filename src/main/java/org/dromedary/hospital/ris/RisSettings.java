package org.dromedary.hospital.ris;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How messages and exports of the RIS are read, and what follows when it changes while the migration runs. */
@Unremovable
@ConfigMapping(prefix = "dromedary.ris")
public interface RisSettings {

    /**
     * Assigning authorities (PID-3.4) whose identifiers are Patient IDs, the best first; an identifier without one is
     * the first's. Unset: the first identifier of type MR, then PI.
     */
    Optional<List<String>> issuer();

    /** Where an order has its accession number: fields, the first that is filled counts. */
    @WithDefault("IPC-1,OBR-18,OBR-3,ORC-3")
    List<String> accession();

    /** Where an order has the key by which exports call the exam: as above. */
    @WithDefault("OBR-2,ORC-2,OBR-3,ORC-3,IPC-1,OBR-18")
    List<String> examId();

    /** Where an order has its Requested Procedure ID: as above. */
    @WithDefault("IPC-2,OBR-19")
    List<String> requestedProcedureId();

    /** Where an order has its modality: as above. */
    @WithDefault("IPC-5,OBR-24")
    List<String> modality();

    /** Time zone of times that name none, such as Europe/Oslo; unset: this machine's. */
    Optional<String> zone();

    /** When the RIS changes a patient whose studies have moved: LIST them, RESEND them, or FORWARD the message. */
    @WithDefault("LIST")
    OnChange onChange();

    /** When the RIS changes a patient whose studies have not moved: PLAN amends the plan, LIST waits for a person. */
    @WithDefault("PLAN")
    Follow follow();

    /** JMS priority (0 to 9) of a patient's studies once the patient has an order; of an urgent order it is 9. */
    @WithDefault("7")
    int orderPriority();

    /** An order whose message is older raises no priority. */
    @WithDefault("7d")
    Duration orderAge();

    /** An order also releases studies of the patient that were found but not selected. */
    @WithDefault("false")
    boolean prefetch();

    /** The RIS's own database. */
    Jdbc jdbc();

    /** What becomes of studies that have moved. */
    enum OnChange { LIST, RESEND, FORWARD }

    /** What becomes of studies that have not. */
    enum Follow { PLAN, LIST }

    /** How the RIS's own database, or a view of it, is read. */
    interface Jdbc {

        /** Its JDBC address; a driver other than MariaDB's must be on the class path. */
        Optional<String> url();

        Optional<String> username();

        Optional<String> password();

        /** Query for the exams, whose columns are named as those of the CSV. */
        Optional<String> examsQuery();

        /** Query for the patients, likewise. */
        Optional<String> patientsQuery();

        /** How often the running program reads it again; unset: never. */
        Optional<Duration> every();
    }
}
