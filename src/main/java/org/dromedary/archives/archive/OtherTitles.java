package org.dromedary.archives.archive;

import org.dromedary.coordination.incident.Incidents;

/** AE titles under which the source sends beside its own: taken and remembered, or refused with an incident. */
final class OtherTitles implements Callers.Source {

    static final String KIND = "CALLER_REFUSED";
    /** Whoever is at the source's address could call by a new name each time. */
    private static final int MAX_REMEMBERED = 10;

    private final Archives archives;
    private final Incidents incidents;
    private final boolean strict;

    OtherTitles(Archives archives, Incidents incidents, boolean strict) {
        this.archives = archives;
        this.incidents = incidents;
        this.strict = strict;
    }

    @Override
    public boolean takes(String callingAet) {
        String title = callingAet.replaceAll("[^ -~]", "?");
        Quirks quirks = archives.sourceQuirks();
        boolean known = quirks.values(Quirk.CALLING_AET).stream().anyMatch(title::equalsIgnoreCase);
        boolean off = quirks.isSettled(Quirk.CALLING_AET) && !quirks.has(Quirk.CALLING_AET);
        if (known || strict || off) {
            return known && !off;
        }
        if (quirks.values(Quirk.CALLING_AET).size() < MAX_REMEMBERED) {
            quirks.learn(Quirk.CALLING_AET, title, "called us from the source's address");
        }
        return true;
    }

    @Override
    public boolean isStated(String callingAet) {
        return archives.sourceQuirks().stated(Quirk.CALLING_AET).stream().anyMatch(callingAet::equalsIgnoreCase);
    }

    @Override
    public boolean callsUs(String calledAet) {
        return archives.isSourceSet()
                && archives.sourceQuirks().values(Quirk.CALLED_AET).stream().anyMatch(calledAet::equalsIgnoreCase);
    }

    @Override
    public void refused(String callingAet) {
        String title = callingAet.replaceAll("[^ -~]", "?");
        incidents.open(KIND, "source", "The source's address calls us under the AE title " + title
                + ", which is refused.", "calling AE title " + title,
                "If the source sends under this AE title, add it to"
                + " dromedary.source.callers; else find out who does. dromedary.local.callers-strict=false takes every"
                + " AE title from the source's address.");
    }
}
