package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.LocalDate;

/** A patient as named by the source; one person may be several patients. */
@Entity
public class Patient extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    /** (0010,0020). */
    public String patientId;

    /** (0010,0021), empty if there is none. */
    public String issuer;

    public String name;
    public LocalDate birthDate;
    public String sex;
}
