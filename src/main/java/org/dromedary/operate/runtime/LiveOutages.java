package org.dromedary.operate.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import org.dromedary.archives.archive.Archives;

/** What keeps back the work of each archive that does not answer now. */
@ApplicationScoped
class LiveOutages implements LiveStatus {

    private final Archives archives;

    LiveOutages(Archives archives) {
        this.archives = archives;
    }

    @Override
    public String name() {
        return "outages";
    }

    @Override
    public Object value() {
        return archives.outages();
    }
}
