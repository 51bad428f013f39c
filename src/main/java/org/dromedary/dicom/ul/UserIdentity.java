package org.dromedary.dicom.ul;

import java.nio.charset.StandardCharsets;

/**
 * User identity negotiation (PS3.7 §D.3.3.7): who asks, and by which kind of proof.
 *
 * @param type              1 username, 2 username and passcode, 3 Kerberos ticket, 4 SAML assertion, 5 JSON web token
 * @param responseRequested whether the acceptor should confirm; some acceptors ignore the item otherwise
 * @param primary           name, ticket, assertion or token
 * @param secondary         passcode for type 2, else empty
 */
public record UserIdentity(int type, boolean responseRequested, byte[] primary, byte[] secondary) {
    public static final int USERNAME = 1;
    public static final int USERNAME_AND_PASSCODE = 2;
    public static final int KERBEROS = 3;
    public static final int SAML = 4;
    public static final int JWT = 5;

    public static UserIdentity username(String name, boolean responseRequested) {
        return new UserIdentity(USERNAME, responseRequested, utf8(name), new byte[0]);
    }

    public static UserIdentity usernameAndPasscode(String name, String passcode, boolean responseRequested) {
        return new UserIdentity(USERNAME_AND_PASSCODE, responseRequested, utf8(name), utf8(passcode));
    }

    public static UserIdentity kerberos(byte[] serviceTicket, boolean responseRequested) {
        return new UserIdentity(KERBEROS, responseRequested, serviceTicket, new byte[0]);
    }

    public static UserIdentity saml(String assertion, boolean responseRequested) {
        return new UserIdentity(SAML, responseRequested, utf8(assertion), new byte[0]);
    }

    public static UserIdentity jwt(String token, boolean responseRequested) {
        return new UserIdentity(JWT, responseRequested, utf8(token), new byte[0]);
    }

    /** The primary field as text, as types 1, 2, 4 and 5 define it. */
    public String primaryText() {
        return new String(primary, StandardCharsets.UTF_8);
    }

    /** The secondary field as text (a passcode: never log it). */
    public String secondaryText() {
        return new String(secondary, StandardCharsets.UTF_8);
    }

    /** Names the type only: names and secrets stay out of logs. */
    @Override
    public String toString() {
        return "user identity of type " + type;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
