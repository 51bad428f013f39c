package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/** A study as the inventory found it; times are UTC, study date and time are the modality's. */
@Entity
public class Study extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "patient_id")
    public Patient patient;

    public String studyInstanceUid;

    /** Null if the source has none, or one that is no date. */
    public LocalDate studyDate;

    public String studyTime;
    public String accessionNumber;
    public String description;
    public String modalities;
    public String referringPhysician;
    public Integer expectedSeries;
    public Integer expectedInstances;
    public LocalDateTime foundAt;

    public static Optional<Study> byUid(String studyInstanceUid) {
        return find("studyInstanceUid", studyInstanceUid).firstResultOptional();
    }
}
