-- Of which patients an outgoing message is: those of one patient keep their order, the others don't wait for them.
create table hl7_outbound_patient (
    outbound_id bigint     not null,
    patient     binary(16) not null comment 'of the SHA-256 of an identifier in PID or MRG; a message without any is of all patients',
    primary key (outbound_id, patient),
    key outbound_patient (patient, outbound_id),
    constraint patient_of_outbound foreign key (outbound_id) references hl7_outbound (id) on delete cascade
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
