package org.dromedary.pipeline.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.identity.plan.TargetAttributes;
import org.dromedary.objects.coercion.Coercion;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.StageException;

/** Makes of what the plan says of a study the coercion of its objects. */
@ApplicationScoped
class CoercionOfStudy {

    /** DT with offset from UTC (PS3.5 §6.2). */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSSSSSxx");

    private final CoercionSettings settings;
    private final ArchiveSettings.Local ourselves;
    private final ArchiveSettings.Source source;

    CoercionOfStudy(CoercionSettings settings, ArchiveSettings.Local ourselves, ArchiveSettings.Source source) {
        this.settings = settings;
        this.ourselves = ourselves;
        this.source = source;
    }

    /** @throws StageException if the plan has a value that no object can hold: a person should put it right */
    Coercion study(PlannedStudy planned) throws StageException {
        DataSet target = TargetAttributes.of(planned, settings);
        Optional<String> problem = TargetAttributes.problem(target);
        if (problem.isPresent()) {
            throw new StageException(Failure.Kind.UNDECIDED, PlanPolicy.INVALID, problem.get()
                    + ": put it right and freeze again");
        }
        return new Coercion(planned.version(), target, MOMENT.format(OffsetDateTime.now(ZoneOffset.UTC)),
                ourselves.aet(), settings.source().or(source::aet).orElse(""), settings.reason().name(),
                Coercion.terms(settings.characterSet()),
                settings.assumedCharacterSet().map(Coercion::terms).orElse(List.of()), settings.otherPatientIds(),
                settings.contributingEquipment());
    }
}
