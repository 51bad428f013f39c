package org.dromedary.coordination.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells an incident by each channel straight from memory, without ledger, queue or route: for what concerns these
 * themselves. Returns at once and never throws; what can't be told is tried some times, then logged.
 */
public final class DirectNotice {

    private static final System.Logger LOG = System.getLogger(DirectNotice.class.getName());
    private static final int TRIES = 5;
    private static final int MAX_WAITING = 20;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final IncidentSettings settings;
    private final Duration pause;
    /** One thread a channel would do; one in all keeps the order of what is told. */
    private final ExecutorService teller = new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                Thread thread = new Thread(task, "incident-direct");
                thread.setDaemon(true);
                return thread;
            }, new ThreadPoolExecutor.DiscardOldestPolicy());

    public DirectNotice(IncidentSettings settings) {
        this(settings, PAUSE);
    }

    DirectNotice(IncidentSettings settings, Duration pause) {
        this.settings = settings;
        this.pause = pause;
    }

    /** Tells what stands in it; its id is 0, for no ledger gave one. */
    public void tell(Incident incident) {
        for (Channel channel : Channel.of(settings)) {
            teller.execute(() -> tell(channel, incident));
        }
    }

    private void tell(Channel channel, Incident incident) {
        Duration wait = pause;
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                send(channel, incident);
                return;
            } catch (IOException | MessagingException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "An incident could not be told by {0} at try {1} of {2}: {3}",
                        channel, attempt, TRIES, e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (attempt < TRIES) {
                LockSupport.parkNanos(wait.toNanos());
                wait = wait.multipliedBy(2);
            }
        }
        LOG.log(System.Logger.Level.ERROR, "Nobody could be told of {0} {1} by {2}", incident.kind(),
                incident.subject(), channel);
    }

    private void send(Channel channel, Incident incident) throws IOException, InterruptedException, MessagingException {
        if (channel == Channel.WEBHOOK) {
            new Webhook(settings).post(NoticeText.json(new ObjectMapper(), incident));
        } else {
            mail(incident);
        }
    }

    private void mail(Incident incident) throws MessagingException {
        String protocol = settings.mailTls() == IncidentSettings.Tls.TLS ? "smtps" : "smtp";
        Properties properties = MailServer.properties(settings, protocol);
        properties.setProperty("mail." + protocol + ".connectiontimeout", Integer.toString(MailServer.LIMIT_MILLIS));
        Session session = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.mailFrom().orElseThrow()));
        for (String to : settings.mailTo().orElseThrow()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        message.setSubject(NoticeText.headline(incident), StandardCharsets.UTF_8.name());
        message.setText(NoticeText.details(incident), StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        message.saveChanges();
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect(settings.mailServer().orElseThrow(), settings.mailPort(),
                    settings.mailUsername().orElse(null), settings.mailPassword().orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
        }
    }
}
