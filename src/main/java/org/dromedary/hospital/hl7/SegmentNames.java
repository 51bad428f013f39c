package org.dromedary.hospital.hl7;

import java.util.Set;

/** Names of segments that HL7 v2.1 to v2.8 define; those of a site begin with Z (HL7 v2.8 §2.5.4). */
final class SegmentNames {

    /** Each begins something: a message, a file, a batch. Or ends it. */
    private static final Set<String> ENVELOPE = Set.of("MSH", "FHS", "BHS", "BTS", "FTS");

    private static final Set<String> DEFINED = Set.of((
            "ABS ACC ADD ADJ AFF AIG AIL AIP AIS AL1 APR ARQ ARV AUT BLC BLG BPO BPX BTX BUI CDM CDO CER CM0 CM1 CM2 CNS"
            + " CON CSP CSR CSS CTD CTI CTR DB1 DEV DG1 DMI DON DPS DRG DSC DSP DST ECD ECR EDU EQL EQP EQU ERQ ERR EVN FAC"
            + " FT1 GOL GP1 GP2 GT1 IAM IAR IIM ILT IN1 IN2 IN3 INV IPC IPR ISD ITM IVC IVT LAN LCC LCH LDP LOC LRL MCP"
            + " MFA MFE MFI MRG MSA NCK NDS NK1 NPU NSC NST NTE OBR OBX ODS ODT OM1 OM2 OM3 OM4 OM5 OM6 OM7 OMC ORC ORG"
            + " OVR PAC PCE PCR PD1 PDA PDC PEO PES PID PKG PM1 PMT PR1 PRA PRB PRC PRD PRT PSG PSH PSL PSS PTH PV1 PV2"
            + " PYE QAK QID QPD QRD QRF QRI RCP RDF RDT REL RF1 RFI RGS RMI ROL RQ1 RQD RXA RXC RXD RXE RXG RXO RXR RXV"
            + " SAC SCD SCH SCP SDD SFT SGH SGT SHP SID SLT SPM SPR STF STZ TCC TCD TQ1 TQ2 TXA UAC UB1 UB2 URD URS VAR"
            + " VTQ").split(" "));

    private SegmentNames() {
    }

    static boolean isEnvelope(String name) {
        return ENVELOPE.contains(name);
    }

    /** Whether the standard or its rule for sites has this name. */
    static boolean isDefined(String name) {
        return DEFINED.contains(name) || ENVELOPE.contains(name) || name.startsWith("Z");
    }

    /** Whether these three characters can be a name: a capital, then capitals or digits. */
    static boolean isName(CharSequence text, int at) {
        return at + 3 <= text.length() && isCapital(text.charAt(at)) && isCapitalOrDigit(text.charAt(at + 1))
                && isCapitalOrDigit(text.charAt(at + 2));
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isCapitalOrDigit(char c) {
        return isCapital(c) || c >= '0' && c <= '9';
    }
}
