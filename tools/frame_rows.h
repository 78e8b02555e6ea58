/** @file
 * A capture's frames and transmitters as rows: for people, and with more columns than a
 * table has room for as JSON.
 */
#ifndef PHW_TOOLS_FRAME_ROWS_H
#define PHW_TOOLS_FRAME_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "tools/frame_parties.h"
#include "tools/frames.h"

/** Room for "2/8". */
#define PHW_FRAME_KIND_SIZE 8

/** "2/8", type and subtype of frame i; false when its header may not be told. */
bool phw_frame_kind_text(char out[PHW_FRAME_KIND_SIZE], const phw_frames *f, size_t i);

/** A row for each settled frame, with `all` all that is known of it, its features too.
 * NULL without memory. */
json_t *phw_frame_rows(const phw_frames *f, bool all);

/** A row for each party: its frames, carrier offsets (mean and standard deviation),
 * levels. NULL without memory. */
json_t *phw_frame_party_rows(const phw_frames *f, const phw_frame_parties *parties);

#endif
