-- What the RIS says, and the plan made of it: which patient and exam each study belongs to. All times are UTC,
-- except those of exams, which are the hospital's local time as the RIS gives them.

-- What the source said of this study's patient (the row in patient is shared by all studies of one Patient ID).
alter table study
    add column patient_name       varchar(400) not null default '' comment '(0010,0010)' after patient_id,
    add column patient_birth_date varchar(16)  not null default '' comment '(0010,0030) as it came' after patient_name,
    add column patient_sex        varchar(16)  not null default '' comment '(0010,0040)' after patient_birth_date,
    add column study_id           varchar(64)  not null default '' comment '(0020,0010)' after accession_number,
    add column institution        varchar(128) not null default '' comment '(0008,0080)' after study_id,
    add column plan_version       int comment 'of the plan that was applied when a series of it was reconciled',
    add column stale_since        datetime(3) comment 'what was applied is no longer what the plan or the RIS says',
    add key study_accession (accession_number),
    add key study_stale (stale_since);

create table ris_patient (
    id          bigint       not null auto_increment primary key,
    patient_id  varchar(128) not null,
    issuer      varchar(128) not null default '',
    last_name   varchar(255) not null default '',
    first_name  varchar(255) not null default '',
    middle_name varchar(255) not null default '',
    birth_date  date,
    sex         varchar(16)  not null default '',
    merged_into bigint comment 'the identity that goes on; may itself be merged',
    origin      varchar(16)  character set ascii collate ascii_bin not null comment 'CSV, JDBC or HL7',
    updated_at  datetime(3)  not null,
    unique key ris_patient_identity (patient_id, issuer),
    key ris_patient_merged (merged_into),
    constraint ris_patient_survivor foreign key (merged_into) references ris_patient (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table ris_other_id (
    ris_patient_id bigint       not null,
    patient_id     varchar(128) not null comment 'another identifier of the same person',
    issuer         varchar(128) not null default '',
    primary key (ris_patient_id, patient_id, issuer),
    key ris_other_id (patient_id),
    constraint other_id_has_patient foreign key (ris_patient_id) references ris_patient (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table ris_exam (
    id                     bigint       not null auto_increment primary key,
    exam_id                varchar(128) not null comment 'the RIS''s own key, else placer or filler number',
    ris_patient_id         bigint       not null,
    accession              varchar(64)  not null default '',
    accession_issuer       varchar(128) not null default '',
    performed              datetime comment 'local time; else when it was scheduled',
    modality               varchar(64)  not null default '',
    procedure_code         varchar(64)  not null default '',
    procedure_text         varchar(255) not null default '',
    body_part              varchar(64)  not null default '',
    status                 varchar(32)  not null default '',
    requested_procedure_id varchar(64)  not null default '',
    referring_physician    varchar(400) not null default '' comment 'as a DICOM PN',
    study_instance_uid     varchar(64)  character set ascii collate ascii_bin not null default '' comment 'if the RIS knows it',
    origin                 varchar(16)  character set ascii collate ascii_bin not null comment 'CSV, JDBC or HL7',
    updated_at             datetime(3)  not null,
    unique key ris_exam_key (exam_id),
    key ris_exam_accession (accession),
    key ris_exam_patient (ris_patient_id, performed),
    key ris_exam_study (study_instance_uid),
    constraint ris_exam_has_patient foreign key (ris_patient_id) references ris_patient (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table hl7_message (
    id          bigint       not null auto_increment primary key,
    sender      varchar(255) not null comment 'MSH-3 and MSH-4',
    control_id  varchar(255) not null comment 'MSH-10',
    digest      binary(32)   not null comment 'SHA-256 of the body: a control id used again for something else is another message',
    type        varchar(16)  character set ascii collate ascii_bin not null default '' comment 'MSH-9, such as ADT^A08',
    received_at datetime(3)  not null,
    state       varchar(16)  character set ascii collate ascii_bin not null comment 'NEW, DONE, IGNORED or FAILED',
    state_since datetime(3)  not null,
    reason      varchar(500) comment 'why it is IGNORED or FAILED; never a value of the message',
    body        longblob     not null comment 'the bytes as they came, without framing',
    unique key hl7_message_once (sender, control_id, digest),
    key hl7_message_state (state, id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table plan_version (
    version    int          not null auto_increment primary key,
    frozen_at  datetime(3)  not null,
    frozen_by  varchar(64)  not null,
    note       varchar(500) not null default '',
    rules      mediumtext   not null comment 'the rules and thresholds in force',
    studies    int          not null comment 'studies that this version changed',
    digest     binary(32)   not null comment 'SHA-256 over its entries, in the order of their study ids'
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- What a version says of a study; studies that it does not change have their last entry of an earlier version.
create table plan_entry (
    study_id               bigint       not null,
    version                int          not null,
    decision               varchar(16)  character set ascii collate ascii_bin not null comment 'MATCH, REVIEW, NONE or HOLD',
    patient_id             varchar(128) not null default '',
    issuer                 varchar(128) not null default '',
    patient_name           varchar(400) not null default '' comment 'as a DICOM PN',
    birth_date             date,
    sex                    varchar(16)  not null default '',
    accession              varchar(64)  not null default '',
    accession_issuer       varchar(128) not null default '',
    exam_id                varchar(500) not null default '' comment 'several are separated by a backslash',
    requested_procedure_id varchar(64)  not null default '',
    procedure_code         varchar(64)  not null default '',
    procedure_text         varchar(255) not null default '',
    referring_physician    varchar(400) not null default '',
    rule                   varchar(128) not null default '',
    decided_by             varchar(64)  not null comment 'a person, or dromedary',
    decided_at             datetime(3)  not null,
    primary key (study_id, version),
    key plan_entry_version (version),
    constraint plan_entry_has_study foreign key (study_id) references study (id),
    constraint plan_entry_has_version foreign key (version) references plan_version (version)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
