/** @file
 * From which directions each probe of a trace came: its antennas stand in a line, its
 * subcarriers are snapshots.
 */
#ifndef PHW_TOOLS_ESTIMATE_ANGLES_H
#define PHW_TOOLS_ESTIMATE_ANGLES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

/** Most directions of a probe that are written down. */
#define PHW_ANGLES_MAX 4

/** How. */
typedef struct phw_angle_plan {
    bool music;     /**< MUSIC; else ESPRIT */
    size_t n_waves; /**< 1..PHW_ANGLES_MAX; 0: as many as there are, by description
                         length */
    double spacing; /**< of neighbouring antennas, wavelengths, > 0 */
} phw_angle_plan;

/** Adds columns angle1_deg .. (the strongest first, as many as the plan has waves, or
 * PHW_ANGLES_MAX) to `out`, of the antennas of `trace`, whose probes `out` has: degrees
 * from broadside, positive towards the later antennas, which then lead; NaN where there
 * is none. Right for one sending antenna, and where the band is narrow against the
 * carrier. PHW_EINPUT for fewer antennas than waves and one, PHW_ENOMEM, PHW_ENOCONV.
 */
PHW_MUST_USE phw_status phw_estimate_angles(phw_trace *out, const phw_trace *trace,
                                            const phw_angle_plan *plan);

#endif
