package org.dromedary.archives.archive;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The application entities of one archive: mostly one for everything, sometimes one for each service, at another AE
 * title, host or port (PS3.2 Annex F.4).
 */
public final class Endpoints {

    /** What an archive is asked to do. */
    public enum Service { FIND, MOVE, GET, STORE, COMMITMENT }

    private final Archive main;
    private final Map<Service, Archive> services = new EnumMap<>(Service.class);

    private Endpoints(Archive main) {
        this.main = main;
    }

    /** An archive with one application entity for everything. */
    static Endpoints one(Archive archive) {
        return new Endpoints(archive);
    }

    /** @throws SettingsException when the source is not configured, or not rightly */
    public static Endpoints of(ArchiveSettings.Source source) {
        Endpoints endpoints = new Endpoints(Archive.of("source", source.aet(), source.host(), source.port()));
        endpoints.add(Service.FIND, source.find());
        endpoints.add(Service.MOVE, source.move());
        endpoints.add(Service.GET, source.get());
        return endpoints;
    }

    /** @throws SettingsException when the target is not configured, or not rightly */
    public static Endpoints of(ArchiveSettings.Target target) {
        Endpoints endpoints = new Endpoints(Archive.of("target", target.aet(), target.host(), target.port()));
        endpoints.add(Service.FIND, target.find());
        endpoints.add(Service.STORE, target.store());
        endpoints.add(Service.COMMITMENT, target.commitment());
        return endpoints;
    }

    private void add(Service service, ArchiveSettings.Endpoint own) {
        Optional<String> aet = own.aet();
        OptionalInt port = own.port();
        if (aet.isPresent() || own.host().isPresent() || port.isPresent()) {
            services.put(service, Archive.of(main.role(), "." + service.name().toLowerCase(java.util.Locale.ROOT),
                    aet.or(() -> Optional.of(main.aet())), own.host().or(() -> Optional.of(main.host())),
                    port.orElse(main.port())));
        }
    }

    /** The archive as a whole, by which it is known in the ledger. */
    public Archive main() {
        return main;
    }

    /** Who offers a service. */
    public Archive of(Service service) {
        return services.getOrDefault(service, main);
    }

    /** Each of them once, the one that serves by default first. */
    public Set<Archive> all() {
        Set<Archive> all = new LinkedHashSet<>(Set.of(main));
        all.addAll(services.values());
        return all;
    }

    /** Each that serves one of these, once. */
    public Set<Archive> of(Service... some) {
        Set<Archive> serving = new LinkedHashSet<>();
        for (Service service : some) {
            serving.add(of(service));
        }
        return serving;
    }

    /** What an endpoint is called where the archive as a whole is named too: empty if it is the archive's own. */
    String label(Archive endpoint) {
        return endpoint.equals(main) ? "" : services.entrySet().stream()
                .filter(each -> each.getValue().equals(endpoint)).map(each -> each.getKey().name())
                .collect(Collectors.joining(" and ")) + " service " + endpoint;
    }
}
