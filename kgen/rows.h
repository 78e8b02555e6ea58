/** @file
 * The rows that one end offers to the other, and which of them both have.
 */
#ifndef PHW_KGEN_ROWS_H
#define PHW_KGEN_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/features.h"
#include "kgen/message.h"

PHW_BEGIN_C

/** Most rows of one message. */
#define PHW_ROWS_CHUNK 32768U

/** Numbers and instants of rows. A zeroed one is empty and may be freed. */
typedef struct phw_rows {
    int64_t *sequence; /**< strictly rising */
    double *time_s;    /**< never falling; all 0 when only numbers were told */
    size_t n;
    size_t capacity;
} phw_rows;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_rows_free(phw_rows *rows);

/** The series that a trace gives, extracted and filtered; to be freed. Errors as the
 * parts. */
PHW_API PHW_MUST_USE phw_status phw_rows_extract(phw_features *out,
                                                 const phw_trace *trace,
                                                 const phw_agreement_config *config);

/** Appends rows [from, to) of x to a message: a count, whether they are the last, the
 * first number, the steps to the others, and the instants when `times`. */
PHW_API void phw_rows_write(phw_message *out, const phw_features *x, size_t from,
                            size_t to, bool times);

/** Reads what phw_rows_write() wrote, the whole payload, to the end of the list.
 * PHW_EPEER when it is malformed, does not rise or is too long; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_rows_read(phw_rows *inout, bool *last,
                                              phw_reader *in, bool times);

/** Which of the offered rows `own` has too (`have`, a bit each, to be freed), and its
 * series at them with the offered numbers (to be freed). PHW_ESHORT when there is none.
 */
PHW_API PHW_MUST_USE phw_status phw_rows_match(phw_features *out, phw_bits *have,
                                               const phw_features *own,
                                               const phw_rows *offered,
                                               const phw_agreement_config *config);

/** The rows of x whose bit is set, to be freed. PHW_ESHORT when there is none. */
PHW_API PHW_MUST_USE phw_status phw_rows_pick(phw_features *out, const phw_features *x,
                                              const phw_bits *have);

PHW_END_C

#endif
