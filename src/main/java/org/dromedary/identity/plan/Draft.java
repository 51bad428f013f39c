package org.dromedary.identity.plan;

/**
 * The statement for the plan entries that the working decisions would make now: the values of the patient that goes on
 * and of the first exam, as the RIS inventory has them. Its columns are those of {@code plan_entry} but the version.
 */
final class Draft {

    /** Begins a statement that uses {@link #SELECT}: each merged patient with the one that goes on. */
    static final String WITH = """
            with recursive goes (id, to_id, steps) as (
                select id, merged_into, 1 from ris_patient where merged_into is not null
                union all
                select g.id, p.merged_into, g.steps + 1 from goes g join ris_patient p on p.id = g.to_id
                where p.merged_into is not null and g.steps < 100),
            survivor (id, to_id) as (
                select g.id, g.to_id from goes g join ris_patient p on p.id = g.to_id where p.merged_into is null)
            """;

    // A caret, an equals sign or a backslash would make other components, groups or values of the name (PS3.5 §6.2).
    private static final String NAME = "trim(replace(replace(replace(v.%s, '^', ' '), '=', ' '),"
            + " char(92 using utf8mb4), ' '))";

    /** The entries; {@code where} conditions on {@code m}, the working decision, may follow. */
    static final String SELECT = """
            select m.study_id, m.decision, coalesce(v.patient_id, '') patient_id, coalesce(v.issuer, '') issuer,
                coalesce(left(trim(trailing '^' from concat(%s, '^', %s, '^', %s)), 400), '') patient_name,
                v.birth_date, coalesce(v.sex, '') sex, coalesce(x.accession, '') accession,
                coalesce(x.accession_issuer, '') accession_issuer,
                if(m.decision = 'MATCH', m.exam_id, '') exam_id,
                coalesce(x.requested_procedure_id, '') requested_procedure_id,
                coalesce(x.procedure_code, '') procedure_code, coalesce(x.procedure_text, '') procedure_text,
                coalesce(x.referring_physician, '') referring_physician, m.rule, m.decided_by, m.decided_at
            from study_match m
            left join ris_exam x on m.decision = 'MATCH'
                and x.exam_id = substring_index(m.exam_id, char(92 using utf8mb4), 1)
            left join survivor s on s.id = x.ris_patient_id
            left join ris_patient v on v.id = coalesce(s.to_id, x.ris_patient_id)
            """.formatted(NAME.formatted("last_name"), NAME.formatted("first_name"), NAME.formatted("middle_name"));

    private Draft() {
    }
}
