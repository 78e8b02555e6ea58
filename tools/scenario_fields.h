/** @file
 * The sections of a scenario file and every field of their entries: name, unit, range
 * and default.
 */
#ifndef PHW_TOOLS_SCENARIO_FIELDS_H
#define PHW_TOOLS_SCENARIO_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"

/** Most fields of an entry, and most of them with a text. */
#define PHW_SCENARIO_FIELDS_MAX 32
#define PHW_SCENARIO_ITEM_TEXTS 4

/** The sections. */
typedef enum phw_scenario_section_id {
    PHW_SECTION_NODES = 0,
    PHW_SECTION_SITES,
    PHW_SECTION_SURFACE,
    PHW_SECTION_TAGS,
    PHW_SECTION_INTERFERERS,
    PHW_N_SCENARIO_SECTIONS
} phw_scenario_section_id;

/** What a field holds. */
typedef enum phw_scenario_field_kind {
    PHW_FIELD_NUMBER = 0, /**< a number or a word */
    PHW_FIELD_VECTOR,     /**< three numbers: x, y, z */
    PHW_FIELD_TEXT
} phw_scenario_field_kind;

/** One field. */
typedef struct phw_scenario_field {
    const char *path; /**< "nodes.NAME.snr_db" */
    phw_param param;
    phw_scenario_field_kind kind;
    unsigned slot;    /**< among the texts of an entry */
    const char *text; /**< default of a text */
} phw_scenario_field;

/** One section. */
typedef struct phw_scenario_section {
    const char *name;
    const char *summary;
    bool is_named; /**< section.NAME.field; or section.field, one entry */
    size_t n_max;  /**< entries */
    const phw_scenario_field *field;
    size_t n_fields;
} phw_scenario_section;

/** Fields of a node. */
enum {
    PHW_NODE_ROLE = 0,
    PHW_NODE_SITE,
    PHW_NODE_POSITION_M,
    PHW_NODE_VELOCITY_M_S,
    PHW_NODE_ARRAY,
    PHW_NODE_BEAM,
    PHW_NODE_SNR_DB,
    PHW_NODE_TX_POWER_DBM,
    PHW_NODE_NOISE_FIGURE_DB,
    PHW_NODE_CFO_HZ,
    PHW_NODE_CFO_DRIFT_HZ_S,
    PHW_NODE_CLOCK_PPM,
    PHW_NODE_LINEWIDTH_HZ,
    PHW_NODE_PHASE_MASK,
    PHW_NODE_IQ_GAIN_DB,
    PHW_NODE_IQ_PHASE_DEG,
    PHW_NODE_DC_DBC,
    PHW_NODE_AMPLIFIER,
    PHW_NODE_BACKOFF_DB,
    PHW_NODE_AGC,
    PHW_NODE_ADC_BITS,
    PHW_NODE_ADC_CLIP,
    PHW_NODE_MISMATCH_DB,
    PHW_NODE_CALIBRATION_DB,
    PHW_N_NODE_FIELDS
};

/** `role` of a node. */
enum {
    PHW_ROLE_END = 0,
    PHW_ROLE_OBSERVER
};

/** `beam` of a node. */
enum {
    PHW_BEAM_ANTENNAS = 0,
    PHW_BEAM_SWEEP,
    PHW_BEAM_BEST
};

/** Fields of a site. */
enum {
    PHW_SITE_ANGLES = 0,
    PHW_SITE_FLAT,
    PHW_N_SITE_FIELDS
};

/** Fields of the surface. */
enum {
    PHW_SURFACE_ELEMENTS = 0,
    PHW_SURFACE_SITE,
    PHW_SURFACE_POSITION_M,
    PHW_SURFACE_BITS,
    PHW_SURFACE_CONFIGURATION,
    PHW_SURFACE_PERIOD,
    PHW_SURFACE_POWER_DB,
    PHW_SURFACE_COUPLING,
    PHW_SURFACE_SPACING,
    PHW_N_SURFACE_FIELDS
};

/** `configuration` of the surface. */
enum {
    PHW_SURFACE_RANDOM = 0,
    PHW_SURFACE_ALIGNED,
    PHW_SURFACE_CODEBOOK,
    PHW_SURFACE_BEST_BEAM
};

/** Fields of a tag. */
enum {
    PHW_TAG_SITE = 0,
    PHW_TAG_POSITION_M,
    PHW_TAG_DEPTH,
    PHW_TAG_POWER_DB,
    PHW_TAG_PERIOD,
    PHW_N_TAG_FIELDS
};

/** Fields of an interferer. */
enum {
    PHW_INTERFERER_KIND = 0,
    PHW_INTERFERER_TARGET,
    PHW_INTERFERER_POWER_DB,
    PHW_N_INTERFERER_FIELDS
};

/** A section's table. */
const phw_scenario_section *phw_scenario_section_at(phw_scenario_section_id id);

#endif
