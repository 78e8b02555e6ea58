/** @file
 * The trace: what one party observed of one channel over time. Simulation, IQ
 * recordings and CSI or RSSI files all turn into traces; key generation and channel
 * authentication consume nothing else.
 */
#ifndef PHW_CORE_TRACE_H
#define PHW_CORE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** What the values of a trace are. */
typedef enum phw_trace_kind {
    PHW_TRACE_POWER_DB = 0, /**< received power, real, dB (any reference) */
    PHW_TRACE_AMPLITUDE,    /**< magnitudes, real, linear */
    PHW_TRACE_CIR,          /**< channel impulse response taps, complex */
    PHW_TRACE_CFR,          /**< channel frequency response, complex */
    PHW_N_TRACE_KINDS
} phw_trace_kind;

/** A number for every probe: what else was measured of it. */
typedef struct phw_trace_column {
    char name[32]; /**< letters, digits and _, a letter first; one of a kind */
    char unit[16]; /**< "Hz", "dB", "1" ...; not empty */
    double *value; /**< n_probes; NaN where there is no estimate, never infinite */
} phw_trace_column;

/** The most columns that a trace may have. */
#define PHW_TRACE_MOST_COLUMNS 64

/** A zeroed one is empty and may be freed. Row-major: probe p, coefficient c is entry
 * p * n_coefficients + c. Exactly one of `real` and `cplx` is not NULL. */
typedef struct phw_trace {
    phw_trace_kind kind;
    size_t n_probes;
    size_t n_coefficients; /**< taps, subcarriers, or 1; times the antennas */
    size_t n_antennas;     /**< >= 1; divides n_coefficients */
    float *real;           /**< values of the two real kinds */
    phw_cf *cplx;          /**< values of the two complex kinds */
    double *time_s;        /**< instant of each probe, s, never falling */
    int64_t *sequence;     /**< probe number, strictly rising: matches two traces */
    double *coefficient;   /**< delay (s) of a tap, offset (Hz) of a subcarrier, or 0 */
    phw_trace_column *column; /**< n_columns; in the order they were added */
    size_t n_columns;
    bool has_time;         /**< false: time_s was not given, it counts 0, 1, 2 ... */
    double carrier_hz;     /**< 0 when unknown */
    double bandwidth_hz;   /**< 0 when unknown */
    double noise_variance; /**< of one coefficient's estimate, linear; 0 unknown */
    char party[64];        /**< "alice", "bob", "eve", a transmitter's address */
    char origin[256];      /**< file or scenario that it came from */
} phw_trace;

/** Whether a kind holds complex values. */
PHW_API bool phw_trace_kind_is_complex(phw_trace_kind kind);

/** "power_db", "amplitude", "cir", "cfr"; never NULL. */
PHW_API const char *phw_trace_kind_name(phw_trace_kind kind);

/** A zeroed trace of that shape with sequence and time 0, 1, 2 ..., given back with
 * phw_trace_free(). PHW_EARG when a count is zero or the kind is none; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_alloc(phw_trace *out, phw_trace_kind kind,
                                                size_t n_probes, size_t n_coefficients);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_trace_free(phw_trace *t);

/** Adds a column, whose values are NaN until the caller fills the n_probes of them at
 * *value: they belong to the trace and stay where they are when further columns come.
 * PHW_EARG when the name or unit is not one (see phw_trace_column), the trace has a
 * column of that name already or has PHW_TRACE_MOST_COLUMNS; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_add_column(double **value, phw_trace *t,
                                                     const char *name,
                                                     const char *unit);

/** The n_probes values of the column of that name; NULL when there is none. */
PHW_API const double *phw_trace_find_column(const phw_trace *t, const char *name);

/** PHW_EINPUT, with the probe's or coefficient's number, when a value, time or
 * `coefficient` is NaN or infinite, a column's value is infinite, times fall, sequence
 * numbers do not rise or the antennas do not divide the coefficients. Readers call it
 * before they hand a trace out, writers before they write one. */
PHW_API PHW_MUST_USE phw_status phw_trace_check(const phw_trace *t);

PHW_END_C

#endif
