package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** One question of the inventory: the studies of these days or, within one day, of these hours. */
@Entity
public class QueryWindow extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    /** The window that was split into this and others. */
    public Long parentId;

    public int depth;

    /** Inclusive; with {@link #toDate} null: the studies without a date. */
    public LocalDate fromDate;

    /** Inclusive. */
    public LocalDate toDate;

    /** DICOM TM (PS3.5 §6.2), inclusive; empty: the whole day. */
    public String fromTime = "";
    public String toTime = "";

    @Enumerated(EnumType.STRING)
    public State state = State.OPEN;

    public Integer answers;

    /** Studies answered that are outside the dates that are to be migrated. */
    public int outside;

    public String reason;

    /** UTC. */
    public LocalDateTime createdAt;
    public LocalDateTime finishedAt;

    /** A reason may hold what an archive said. */
    @PrePersist
    @PreUpdate
    void cutReason() {
        reason = Texts.line(reason, 500);
    }

    /** The window, or null if there is none; not by {@code findById}, see {@link Series#read}. */
    public static QueryWindow read(long id) {
        return find("id", id).firstResult();
    }

    /** What became of the question. */
    public enum State {
        OPEN,
        DONE,
        /** Asked again in parts, because the answer was cut off or refused. */
        SPLIT,
        /** Answered, but with a number that looks like a cap, and too small to split further. */
        SUSPECT,
        FAILED
    }
}
