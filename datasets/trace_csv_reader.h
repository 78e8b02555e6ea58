/** @file
 * Reads traces from text tables: those of trace_csv.h, and complex or real matrices
 * that other programs wrote.
 */
#ifndef PHW_DATASETS_TRACE_CSV_READER_H
#define PHW_DATASETS_TRACE_CSV_READER_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** Reads `size` bytes of text back: what phw_trace_csv_write() wrote, or any table in
 * which the columns named as there, in any order, have the same meaning; time_s may
 * also be time or timestamp, sequence idx, seq or packet, and values may be X_re, X_im
 * (or X_real, X_imag) for any X, or complex numbers as NumPy (1+2j) and MATLAB (1+2i)
 * write them; all other columns are real values. Without the `#` lines complex values
 * are a CFR, and real ones are of `kind`, or refused when that is PHW_N_TRACE_KINDS:
 * whether they are powers in dB or amplitudes can't be seen. `name` stands for the file
 * in messages. PHW_EINPUT names line and column; PHW_ENOMEM. To be freed. */
PHW_API PHW_MUST_USE phw_status phw_trace_csv_parse(phw_trace *out, const char *text,
                                                    size_t size, const char *name,
                                                    phw_trace_kind kind);

PHW_END_C

#endif
