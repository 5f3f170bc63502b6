package io.counterfoil.domain.transparency;

import io.counterfoil.domain.personaldata.NotPersonal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A log, as a row. */
@Entity
@NotPersonal
@Table(schema = "domain", name = "log")
public class LogRow {

    @Id
    @Column(name = "id", nullable = false)
    private int id;

    @NotPersonal("of a log")
    @Column(name = "name", nullable = false)
    private String name;

    @Column(name = "origin", nullable = false)
    private String origin;

    @Column(name = "size", nullable = false)
    private long size;

    @NotPersonal("hashes of salted hashes")
    @Column(name = "root", nullable = false)
    private byte[] root;

    @Column(name = "published")
    private @Nullable String published;

    @Column(name = "published_size", nullable = false)
    private long publishedSize;

    protected LogRow() {}
}
