package org.dromedary.coordination.incident;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;

/** How to talk to the mail server of the incidents, as a Camel component, so that no password is in an address. */
@Singleton
class MailServer {

    static final int LIMIT_MILLIS = 15_000;

    @Produces
    @Singleton
    @Named("incident-mail")
    @Unremovable
    MailComponent mail(IncidentSettings settings) {
        MailConfiguration configuration = new MailConfiguration();
        configuration.configureProtocol(settings.mailTls() == IncidentSettings.Tls.TLS ? "smtps" : "smtp");
        configuration.setIgnoreUriScheme(true);
        configuration.setPort(settings.mailPort());
        settings.mailUsername().ifPresent(configuration::setUsername);
        settings.mailPassword().ifPresent(configuration::setPassword);
        configuration.setConnectionTimeout(LIMIT_MILLIS);
        configuration.setAdditionalJavaMailProperties(properties(settings, configuration.getProtocol()));
        return new MailComponent(configuration);
    }

    static Properties properties(IncidentSettings settings, String protocol) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "timeout", Integer.toString(LIMIT_MILLIS));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (settings.mailTls() == IncidentSettings.Tls.STARTTLS) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }
}
