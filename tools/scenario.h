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
#include "tools/scenario_table.h"

/** The keys with a text. */
enum {
    PHW_SCENARIO_DESCRIPTION = 0,
    PHW_SCENARIO_PROFILE,
    PHW_SCENARIO_UPLINK_NOISE,
    PHW_N_SCENARIO_TEXTS
};

/** One scenario, plain data. */
typedef struct phw_scenario {
    char path[256];         /**< where it was read from, cut */
    char description[512];  /**< one line for people, may be "" */
    char profile[128];      /**< entry of the channel profiles */
    char uplink_noise[128]; /**< law of the noise over an uplink, with its parameters */
    double value[PHW_N_SCENARIO_KEYS];
    bool given[PHW_N_SCENARIO_KEYS];
    int line[PHW_N_SCENARIO_TEXTS +
             PHW_N_SCENARIO_KEYS]; /**< of the file, texts first; 0 for a default and
                                        for what was set since */
} phw_scenario;

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
