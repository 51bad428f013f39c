-- Whose the study is to be: after a merge was taken back that is not the patient whom the plan names.
alter table corrective_action
    add column ris_patient_id bigint comment 'row of the patient; null: whoever goes on under the identity in the plan' after study_id,
    add key action_of_patient (ris_patient_id, state);
