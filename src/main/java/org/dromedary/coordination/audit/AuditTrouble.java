package org.dromedary.coordination.audit;

/**
 * The trail can't be written or sent, or can again.
 *
 * @param subject {@link #TRAIL} or {@link #SYSLOG}
 * @param evidence the error; null: it is over
 */
public record AuditTrouble(String subject, String evidence) {

    public static final String TRAIL = "trail";
    public static final String SYSLOG = "syslog";
}
