package org.dromedary.dicom.tls;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** Which protocol versions and cipher suites are negotiated (PS3.15 §B.9, §B.10, §B.12). None goes below TLS 1.2. */
public enum TlsProfile {
    /** BCP 195: whatever has forward secrecy and no known weakness, also in CBC mode, for older peers. */
    BCP195,
    /** The non-downgrading BCP 195 profile: authenticated encryption and forward secrecy only. */
    NON_DOWNGRADING,
    /** TLS 1.3 alone. */
    TLS13;

    private static final String V12 = "TLSv1.2";
    private static final String V13 = "TLSv1.3";

    String[] protocols() {
        return this == TLS13 ? new String[] {V13} : new String[] {V13, V12};
    }

    /** Those of the JDK that the profile allows, the fastest of those of TLS 1.3 first, else in the JDK's order. */
    String[] cipherSuites(String... supported) {
        return Stream.of(supported).filter(this::allows)
                .sorted(Comparator.comparing((String suite) -> !suite.equals("TLS_AES_128_GCM_SHA256")))
                .toArray(String[]::new);
    }

    private boolean allows(String suite) {
        String name = suite.toUpperCase(Locale.ROOT);
        boolean authenticated = name.contains("_GCM_") || name.contains("_CHACHA20_");
        boolean version13 = !name.contains("_WITH_") && name.startsWith("TLS_AES_") || name.startsWith("TLS_CHACHA20_");
        boolean forwardSecret = name.startsWith("TLS_ECDHE_") || name.startsWith("TLS_DHE_RSA_");
        boolean weak = name.contains("_NULL_") || name.contains("_ANON_") || name.contains("_RC4_")
                || name.contains("DES_");
        return switch (this) {
            case TLS13 -> version13;
            case NON_DOWNGRADING -> version13 || forwardSecret && authenticated;
            case BCP195 -> version13 || forwardSecret && !weak;
        };
    }
}
