package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;

/** A series' manifest as stored; {@link Ledger#manifest} gives it decoded and checked. */
@Entity
@Immutable
public class Manifest extends PanacheEntityBase {

    @Id
    public Long seriesId;

    public int objects;
    public long bytes;
    public byte[] content;
    public byte[] digest;
}
