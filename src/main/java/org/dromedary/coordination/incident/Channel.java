package org.dromedary.coordination.incident;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A way on which incidents are told. */
public enum Channel {
    WEBHOOK, MAIL;

    /**
     * The ways that are set up.
     *
     * @throws IllegalArgumentException naming the property that is missing or wrong
     */
    public static Set<Channel> of(IncidentSettings settings) {
        Set<Channel> channels = EnumSet.noneOf(Channel.class);
        if (settings.webhook().isPresent()) {
            checkWebhook(settings.webhook().get());
            channels.add(WEBHOOK);
        }
        if (settings.mailTo().isPresent()) {
            checkMail(settings);
            channels.add(MAIL);
        }
        return channels;
    }

    private static void checkWebhook(String address) {
        // The address may carry a secret, so no message repeats it.
        boolean right;
        try {
            URI uri = URI.create(address);
            right = uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            right = false;
        }
        if (!right) {
            throw new IllegalArgumentException("dromedary.incident.webhook is no address that begins with https:// or"
                    + " http:// and names a host");
        }
    }

    private static void checkMail(IncidentSettings settings) {
        settings.mailTo().get().forEach(address -> checkAddress("mail-to", address));
        if (settings.mailServer().isEmpty()) {
            throw new IllegalArgumentException("dromedary.incident.mail-server is not set, but"
                    + " dromedary.incident.mail-to is: name the mail server (SMTP)");
        }
        if (!settings.mailServer().get().matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
            throw new IllegalArgumentException("dromedary.incident.mail-server is no host name or address; the port"
                    + " goes to dromedary.incident.mail-port");
        }
        if (settings.mailPort() < 1 || settings.mailPort() > 65535) {
            throw new IllegalArgumentException("dromedary.incident.mail-port is " + settings.mailPort()
                    + ": a TCP port is a number from 1 to 65535");
        }
        checkAddress("mail-from", settings.mailFrom().orElseThrow(() -> new IllegalArgumentException(
                "dromedary.incident.mail-from is not set, but dromedary.incident.mail-to is: give the sender's"
                        + " address")));
        if (settings.mailUsername().isPresent() != settings.mailPassword().isPresent()) {
            throw new IllegalArgumentException("Set both dromedary.incident.mail-username and"
                    + " dromedary.incident.mail-password, or none of them");
        }
    }

    private static void checkAddress(String name, String address) {
        if (!address.matches("[^\\s@,;<>]+@[^\\s@,;<>]+")) {
            throw new IllegalArgumentException("dromedary.incident." + name + " has '" + address
                    + "', which is no mail address");
        }
    }
}
