package org.dromedary.archives.archive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The three application entities of a migration: ourselves, the old archive (source) and the new one (target). */
public final class ArchiveSettings {

    private ArchiveSettings() {
    }

    /** Ourselves: the AE title we call with and the port on which C-MOVE delivers to us. */
    @ConfigMapping(prefix = "dromedary.local")
    public interface Local {
        /** AE title by which both archives know Dromedary. */
        @WithDefault("DROMEDARY")
        String aet();

        /** TCP port of our Storage SCP; 0 takes a free one. */
        @WithDefault("11112")
        int port();

        /** Address the Storage SCP listens on. */
        @WithDefault("0.0.0.0")
        String bind();

        /**
         * Who may send to our Storage SCP beside the source: AE titles, `AET` or `AET@host-or-address`, separated by
         * commas.
         */
        Optional<List<String>> callers();

        /**
         * Refuse AE titles that are neither the source's nor listed, also from the source's address; else they are
         * accepted from there and remembered.
         */
        @WithDefault("false")
        boolean callersStrict();

        /** Associations that our Storage SCP serves at once. */
        @WithDefault("50")
        int maxAssociations();

        /** Whether our Storage SCP is there without TLS, at `dromedary.local.port`. */
        @WithDefault("true")
        boolean plain();

        /** Our Storage SCP with TLS. */
        PortTls tls();

        /** Longest object that our Storage SCP takes, in bytes; the association of a longer one is aborted. */
        @WithDefault("17179869184")
        long maxObjectBytes();

        /** Bytes of objects after which an association is aborted; the sender opens another. */
        @WithDefault("1099511627776")
        long maxAssociationBytes();

        /** Bytes of objects that nobody waits for, in succession, after which their association is aborted. */
        @WithDefault("268435456")
        long maxRefusedBytes();
    }

    /** Our port with TLS, and who may come by it. */
    public interface PortTls {
        /** TCP port of our Storage SCP with TLS; unset: none. */
        OptionalInt port();

        /** Names or addresses of which the certificate of a caller must have one; unset: any. */
        Optional<List<String>> names();

        /** SHA-256 of the certificates of callers, in hex; unset: any that is trusted. */
        Optional<List<String>> pins();

        /** File of what is trusted here, in place of `dromedary.tls.trusted`. */
        Optional<Path> trusted();
    }

    /** An application entity of an archive for one service; what is not set is as for the whole archive. */
    public interface Endpoint {
        /** Its AE title. */
        Optional<String> aet();

        /** Its host name or address. */
        Optional<String> host();

        /** Its TCP port. */
        OptionalInt port();
    }

    /** The old archive, from which objects are retrieved. */
    @ConfigMapping(prefix = "dromedary.source")
    public interface Source {
        /** AE title of the source archive. */
        Optional<String> aet();

        /** Host name or address of the source archive. */
        Optional<String> host();

        /** TCP port of the source archive. */
        @WithDefault("104")
        int port();

        /** Where it is queried (C-FIND), if elsewhere. */
        Endpoint find();

        /** Where retrieves by C-MOVE are asked for, if elsewhere. */
        Endpoint move();

        /** Where retrieves by C-GET are asked for, if elsewhere. */
        Endpoint get();

        /**
         * From where the source sends what a C-MOVE asked for, beside its own AE title and host: `AET` or
         * `AET@host-or-address`, separated by commas.
         */
        Optional<List<String>> callers();

        /** Whether connections with it are secure, and who it must be. */
        TlsSettings.Peer tls();

        /** How objects are fetched: MOVE (the source sends to our Storage SCP) or GET (over our own association). */
        @WithDefault("MOVE")
        RetrieveMethod retrieve();

        /**
         * What is known of the source beside what is learnt: quirks as `NAME`, `NAME=VALUE` or `NAME=off`, separated by
         * commas.
         */
        Optional<List<String>> quirks();
    }

    /** The new archive, to which objects are stored. */
    @ConfigMapping(prefix = "dromedary.target")
    public interface Target {
        /** AE title of the target archive. */
        Optional<String> aet();

        /** Host name or address of the target archive. */
        Optional<String> host();

        /** TCP port of the target archive. */
        @WithDefault("104")
        int port();

        /** Where it is queried (C-FIND), if elsewhere. */
        Endpoint find();

        /** Where objects are sent (C-STORE), if elsewhere. */
        Endpoint store();

        /** Where storage commitment is asked for, if elsewhere. */
        Endpoint commitment();

        /** Whether connections with it are secure, and who it must be. */
        TlsSettings.Peer tls();

        /**
         * What is known of the target beside what is learnt: quirks as `NAME`, `NAME=VALUE` or `NAME=off`, separated by
         * commas.
         */
        Optional<List<String>> quirks();
    }

    /** Limits of every association that Dromedary opens or accepts. */
    @ConfigMapping(prefix = "dromedary.association")
    public interface Limits {
        /** Longest wait for a TCP connection. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** Longest wait for the answer to an association request or release. */
        @WithDefault("30s")
        Duration acseTimeout();

        /** Longest wait for the next message of a running operation; tape libraries need minutes. */
        @WithDefault("10m")
        Duration responseTimeout();

        /**
         * Longest wait for the rest of a message once it has begun, anew for each 256 KiB of it; no longer than the
         * response timeout.
         */
        @WithDefault("2m")
        Duration transferTimeout();

        /** An association of ours that nobody used for so long is released. */
        @WithDefault("10s")
        Duration keepIdle();

        /** Longest PDU that we announce to a peer, in bytes. */
        @WithDefault("262144")
        int maxPduLength();

        /**
         * Acknowledge every segment at once (Linux): avoids a stall of 40 ms an object against peers with Nagle's
         * algorithm.
         */
        @WithDefault("true")
        boolean quickAck();
    }

    /** The two retrieve services of PS3.4 Annex C. */
    public enum RetrieveMethod { MOVE, GET }
}
