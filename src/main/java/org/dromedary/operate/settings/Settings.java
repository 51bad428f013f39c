package org.dromedary.operate.settings;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.coordination.settings.SettingsReader;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings as they are before Quarkus runs, from the same places with the same order: system properties, the
 * environment, {@code config/application.properties} in the working directory, the class path.
 */
public final class Settings implements SettingsReader {

    private static final Pattern PACE_WINDOW = Pattern.compile("dromedary\\.pace\\.([^.]+)\\..+");

    private final SmallRyeConfig config;

    private Settings(SmallRyeConfig config) {
        this.config = config;
    }

    /** Reads all places anew. */
    public static Settings load() {
        return load(Map.of());
    }

    /** As {@link #load()}, with values that win over every other place. */
    public static Settings load(Map<String, String> overrides) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addDefaultSources()
                .withProfile("prod")
                .withSources(new PropertiesConfigSource(overrides, "overrides", 1000));
        try {
            Path beside = Path.of("config", "application.properties");
            if (Files.exists(beside)) {
                mustBeText(beside);
                builder.withSources(new PropertiesConfigSource(beside.toUri().toURL(), 260));
            }
            URL inJar = Settings.class.getResource("/application.properties");
            if (inJar != null) {
                builder.withSources(new PropertiesConfigSource(inJar, 250));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StartUpException("config/application.properties can not be read: " + e.getMessage(), e);
        }
        return new Settings(builder.build());
    }

    /** A file of other bytes would be read as settings that nobody meant. */
    private static void mustBeText(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(Files.isDirectory(file) ? "it is a folder" : "this user may not read it");
        }
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < content.length; i++) {
            if (content[i] >= 0 && content[i] < ' ' && "\t\n\f\r".indexOf(content[i]) < 0) {
                throw new IOException("it is no text: byte " + i + " is " + content[i]);
            }
        }
    }

    /**
     * Settings of one part, as declared by its {@code @ConfigMapping} interface.
     *
     * @throws StartUpException with a line for each property that can't be read: its value and what is wanted
     */
    @Override
    public <T> T map(Class<T> mapping) {
        List<String> wrong = new SettingValues(config).problems(DeclaredSettings.of(mapping));
        if (!wrong.isEmpty()) {
            throw new StartUpException(String.join("\n", wrong));
        }
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .addDiscoveredConverters().withMapping(mapping)
                // A name below a mapping's may be another's; AllSettings finds those that are nobody's.
                .withDefaultValue(SmallRyeConfig.SMALLRYE_CONFIG_MAPPING_VALIDATE_UNKNOWN, "false");
        config.getConfigSources().forEach(builder::withSources);
        try {
            return builder.build().getConfigMapping(mapping);
        } catch (ConfigValidationException e) {
            throw new StartUpException(IntStream.range(0, e.getProblemCount())
                    .mapToObj(i -> e.getProblem(i).getMessage().replaceAll("SRCFG\\d+: ", ""))
                    .collect(Collectors.joining("\n")));
        }
    }

    /**
     * Names below {@code dromedary.} that were given, as system property or in a file. Not those of the environment,
     * where others put theirs: Kubernetes sets {@code DROMEDARY_SERVICE_HOST} for a service called dromedary.
     */
    Set<String> given() {
        Set<String> names = new TreeSet<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (!(source instanceof EnvConfigSource)) {
                source.getPropertyNames().stream().filter(name -> name.startsWith("dromedary.")).forEach(names::add);
            }
        }
        return names;
    }

    /** Names of the environment that begin with {@code DROMEDARY_}. */
    Set<String> givenByEnvironment() {
        Set<String> names = new TreeSet<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (source instanceof EnvConfigSource) {
                source.getPropertyNames().stream().filter(name -> name.startsWith("DROMEDARY_")).forEach(names::add);
            }
        }
        return names;
    }

    /** The names of the pace windows, from settings such as {@code dromedary.pace.night.hours}. */
    public Set<String> paceWindows() {
        Set<String> names = new TreeSet<>();
        for (String property : config.getPropertyNames()) {
            Matcher window = PACE_WINDOW.matcher(property);
            if (window.matches()) {
                names.add(window.group(1));
            }
        }
        return names;
    }

    /** The value, empty if absent or blank. */
    public Optional<String> get(String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String get(String name, String otherwise) {
        return get(name).orElse(otherwise);
    }

    /** Where everything that Dromedary keeps lies: {@code dromedary.data-dir}, absolute. */
    public Path dataDir() {
        return Path.of(get(ProcessSettings.DATA_DIR, ProcessSettings.DEFAULT_DATA_DIR)).toAbsolutePath().normalize();
    }
}
