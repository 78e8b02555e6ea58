/** @file
 * Scenario files: one flat YAML mapping that says what the simulated air is like and
 * what is measured in it. Every key, with its unit, range and default, is in one table.
 */
#ifndef PHW_TOOLS_SCENARIO_H
#define PHW_TOOLS_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "core/file.h"
#include "core/param.h"
#include "core/status.h"

/** The keys with a number or a choice, in the order of the table. */
typedef enum phw_scenario_key {
    PHW_SCENARIO_LEVEL = 0,
    PHW_SCENARIO_OBSERVE,
    PHW_SCENARIO_CARRIER_HZ,
    PHW_SCENARIO_BANDWIDTH_HZ,
    PHW_SCENARIO_SUBCARRIERS,
    PHW_SCENARIO_SPACING_HZ,
    PHW_SCENARIO_DELAY_SPREAD_S,
    PHW_SCENARIO_TAPS,
    PHW_SCENARIO_SPEED_M_S,
    PHW_SCENARIO_DOPPLER_HZ,
    PHW_SCENARIO_RICE_K_DB,
    PHW_SCENARIO_SNR_ALICE_DB,
    PHW_SCENARIO_SNR_BOB_DB,
    PHW_SCENARIO_SNR_EVE_DB,
    PHW_SCENARIO_TURNAROUND_S,
    PHW_SCENARIO_INTERVAL_S,
    PHW_SCENARIO_PROBES,
    PHW_SCENARIO_EVE_CORRELATION,
    PHW_SCENARIO_CFO_HZ,
    PHW_N_SCENARIO_KEYS
} phw_scenario_key;

/** The keys with a text. */
enum {
    PHW_SCENARIO_DESCRIPTION = 0,
    PHW_SCENARIO_PROFILE,
    PHW_N_SCENARIO_TEXTS
};

/** `level`. */
enum {
    PHW_LEVEL_COEFFICIENTS = 0,
    PHW_LEVEL_IQ
};

/** `observe`. */
enum {
    PHW_OBSERVE_CFR = 0,
    PHW_OBSERVE_AMPLITUDE,
    PHW_OBSERVE_POWER
};

/** One scenario, plain data. */
typedef struct phw_scenario {
    char path[256];        /**< where it was read from, cut */
    char description[512]; /**< one line for people, may be "" */
    char profile[128];     /**< entry of the channel profiles */
    double value[PHW_N_SCENARIO_KEYS];
    bool given[PHW_N_SCENARIO_KEYS];
    int line[PHW_N_SCENARIO_TEXTS +
             PHW_N_SCENARIO_KEYS]; /**< of the file, texts first; 0 for a default and
                                        for what was set since */
} phw_scenario;

/** The table: name, unit, summary, range and default of a key. */
const phw_param *phw_scenario_param(phw_scenario_key key);

/** Reads and checks a file. PHW_EINPUT names file, line and key and says what was
 * expected. */
PHW_MUST_USE phw_status phw_scenario_read(phw_scenario *out, const char *path);

/** Changes one key by "key=value". PHW_EARG. */
PHW_MUST_USE phw_status phw_scenario_set(phw_scenario *inout, const char *assignment);

/** Checks what more than one key decides. PHW_EINPUT. */
PHW_MUST_USE phw_status phw_scenario_check(const phw_scenario *s);

/** The greatest Doppler shift, Hz: as given, or speed x carrier / c. */
double phw_scenario_doppler_hz(const phw_scenario *s);

/** Writes every key, set or default, as a file that phw_scenario_read() reads. */
void phw_scenario_write(phw_writer *w, const phw_scenario *s);

#endif
