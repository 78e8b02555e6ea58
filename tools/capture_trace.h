/** @file
 * The trace of a capture, whose file has a group of each transmitter (as `phyward
 * probe` writes them), put together again: what authentication reads.
 */
#ifndef PHW_TOOLS_CAPTURE_TRACE_H
#define PHW_TOOLS_CAPTURE_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

/** A trace and whose its probes are. A zeroed one is empty and may be freed. */
typedef struct phw_capture_trace {
    phw_trace trace;
    size_t *party; /**< of each probe, its place in `name` */
    char (*name)[sizeof(((phw_trace *)NULL)->party)]; /**< n_parties */
    size_t n_parties;
} phw_capture_trace;

/** Opens `spec` = FILE[:PART] as phw_trace_open() does. Of a trace file with several
 * groups and no PART, the groups become one trace with the probes in the order of their
 * sequence numbers, counted anew; its noise variance is the probes' mean. PHW_EINPUT
 * when they are no parts of one capture: their coefficients, columns or origins differ,
 * or a sequence number is there twice; as phw_trace_open(). To be freed. */
PHW_MUST_USE phw_status phw_capture_trace_open(phw_capture_trace *out,
                                               const char *spec);

/** The same where nobody asks whose the probes are; to be freed. */
PHW_MUST_USE phw_status phw_capture_trace_read(phw_trace *out, const char *spec);

/** Gives back; the struct is zero afterwards. */
void phw_capture_trace_free(phw_capture_trace *c);

/** The address of probe i's transmitter when its party is one ("e8:de:27:90:6e:42"),
 * else "". */
const char *phw_capture_trace_sender(const phw_capture_trace *c, size_t i);

#endif
