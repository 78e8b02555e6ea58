/** @file
 * Scenario files: a YAML mapping that says what the simulated air is like, who is in
 * it and what is measured. Every key, with its unit, range and default, is in a table.
 */
#ifndef PHW_TOOLS_SCENARIO_H
#define PHW_TOOLS_SCENARIO_H

#include "core/file.h"
#include "core/status.h"
#include "tools/scenario_data.h"

/** Reads a file. PHW_EINPUT names file, line and key and says what was expected. */
PHW_MUST_USE phw_status phw_scenario_read(phw_scenario *out, const char *path);

/** Reads `size` bytes of `text`, which has a zero after its last, as the file `path`.
 * PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_scenario_parse(phw_scenario *out, const char *path,
                                           const char *text, size_t size);

/** Changes one key by "key=value", of an entry by "section.NAME.field=value"; one that
 * is not there is made. PHW_EARG. */
PHW_MUST_USE phw_status phw_scenario_set(phw_scenario *inout, const char *assignment);

/** The greatest Doppler shift, Hz: as given, or speed x carrier / c, or of nodes that
 * move the greatest sqrt(v1^2 + v2^2) carrier / c of a link that is sounded, v the
 * speed of the fastest node at either site. */
double phw_scenario_doppler_hz(const phw_scenario *s);

/** Writes every key, set or default, as a file that phw_scenario_read() reads. */
void phw_scenario_write(phw_writer *w, const phw_scenario *s);

#endif
