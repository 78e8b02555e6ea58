#include "phy/pulse_reader.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/pulse_codes.h"

/* Samples of silence before and behind a burst keyed on and off that are looked at. */
#define MARGIN 64

#define SPAN_MOST 4096

/* What is explained, less the misfit, from which on nothing better is looked for. */
#define ENOUGH 0.85

/* And below which there is nothing: noise alone has 0.36 in rare cases. */
#define LEAST 0.42

/* A burst has as many spans of averaging at least; and runs, or it says nothing. */
#define SPANS_LEAST 16
#define RUNS_LEAST  8

struct phw_pulse_reader {
    size_t size; /* of the arrays */
    float *wave;
    phw_cf *turned; /* the burst, its centre at 0 */
    phw_cf *scratch;
    double *sum;
    phw_pulse_runs runs;
    phw_pulse_reading reading;
    phw_pulse_message message;
};

phw_status phw_pulse_reader_create(phw_pulse_reader **out)
{
    phw_pulse_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to read pulses");
    *out = r;
    return PHW_OK;
}

static void drop(phw_pulse_reader *r)
{
    free(r->wave);
    free(r->turned);
    free(r->scratch);
    free(r->sum);
    r->wave = NULL;
    r->turned = r->scratch = NULL;
    r->sum = NULL;
    r->size = 0;
}

void phw_pulse_reader_destroy(phw_pulse_reader *r)
{
    if (r == NULL)
        return;
    drop(r);
    free(r);
}

static phw_status grow(phw_pulse_reader *r, size_t n)
{
    if (n <= r->size)
        return PHW_OK;
    drop(r);
    PHW_TRY(phw_array_alloc(&r->wave, n, sizeof *r->wave));
    PHW_TRY(phw_array_alloc(&r->turned, n, sizeof *r->turned));
    PHW_TRY(phw_array_alloc(&r->scratch, n, sizeof *r->scratch));
    PHW_TRY(phw_array_alloc(&r->sum, n + 1, sizeof *r->sum));
    r->size = n;
    return PHW_OK;
}

/* The mean frequency by the turn from sample to sample, each by its power. */
static double centre_of(const phw_cf *x, size_t n)
{
    double complex turn = 0;
    for (size_t i = 1; i < n; ++i)
        turn += (double complex)x[i] * conj((double complex)x[i - 1]);
    return carg(turn) / (2 * M_PI);
}

static void turn_back(phw_cf *out, const phw_cf *x, size_t n, double cycles)
{
    const double complex step = CMPLX(cos(2 * M_PI * cycles), -sin(2 * M_PI * cycles));
    double complex phasor = 1;
    for (size_t i = 0; i < n; ++i) {
        out[i] = (phw_cf)((double complex)x[i] * phasor);
        phasor *= step;
        if (i % 1024 == 0)
            phasor /= cabs(phasor);
    }
}

/* Mean power where the burst is on, the fifths of a unit beside its edges left out. */
static double power_of(const phw_pulse_reader *r, bool keyed, double unit, size_t n)
{
    double sum = 0;
    double count = 0;
    for (size_t run = 0; run < r->runs.n; ++run) {
        const double from = r->runs.edge[run] + unit / 5;
        const double to = fmin(r->runs.edge[run + 1] - unit / 5, (double)n);
        if (keyed && !phw_pulse_run_is_high(&r->runs, run))
            continue;
        for (size_t i = (size_t)ceil(fmax(from, 0)); (double)i < to; ++i) {
            sum += phw_cf_power(r->turned[i]);
            ++count;
        }
    }
    return count > 0 ? sum / count : 0;
}

/* What one code makes of the waveform; kept when it is better than what was. */
static void consider(phw_pulse_message *out, double *best, phw_pulse_reader *r,
                     const phw_pulse_waveform *w, const phw_pulse_code *code,
                     double explained, size_t span)
{
    r->reading.n_bits = 0;
    if (!code->read(&r->reading, w) || r->reading.misfit > PHW_PULSE_MISFIT_MOST)
        return;
    const double score = explained - r->reading.misfit - code->handicap;
    if (score <= *best)
        return;
    *best = score;
    out->code = code;
    out->reading = r->reading;
    out->explained = explained;
    out->span = span;
    out->level = power_of(r, w->keyed, r->reading.unit, w->n);
    out->deviation = w->keyed ? 0 : (w->runs->high - w->runs->low) / 2;
    out->cfo = w->keyed ? 0 : (w->runs->high + w->runs->low) / 2;
    const double first = w->runs->edge[w->keyed ? 1 : 0];
    const double last = w->runs->edge[w->keyed ? w->runs->n - 1 : w->runs->n];
    out->from = (size_t)fmax(0, first);
    out->to = (size_t)fmax(0, last);
}

/* All codes on the samples averaged over `span` of them. */
static void read_span(phw_pulse_message *out, double *best, phw_pulse_reader *r,
                      size_t n, size_t span)
{
    phw_pulse_wave(r->wave, r->scratch, r->turned, n, span, out->keyed);
    if (!phw_pulse_runs_find(&r->runs, r->wave, n) || r->runs.n < RUNS_LEAST)
        return;
    const double explained = phw_pulse_runs_explain(&r->runs, r->wave, n);
    r->sum[0] = 0;
    for (size_t i = 0; i < n; ++i)
        r->sum[i + 1] = r->sum[i] + (double)r->wave[i];
    const phw_pulse_waveform w = {&r->runs, r->sum, n, out->keyed};
    size_t n_codes = 0;
    const phw_pulse_code *const *code = phw_pulse_code_list(&n_codes);
    for (size_t c = 0; c < n_codes && *best < ENOUGH; ++c)
        consider(out, best, r, &w, code[c], explained, span);
}

/* The burst as if it were keyed on and off, or in frequency. */
static phw_status read_as(phw_pulse_message *out, double *best, phw_pulse_reader *r,
                          const phw_cf *x, size_t n, const phw_pulse_burst *burst,
                          bool keyed)
{
    const size_t margin = keyed ? MARGIN : 0;
    const size_t from = burst->from > margin ? burst->from - margin : 0;
    size_t to = n - burst->to > margin ? burst->to + margin : n;
    if (to - from > PHW_PULSE_SAMPLES_MAX)
        to = from + PHW_PULSE_SAMPLES_MAX;
    PHW_TRY(grow(r, to - from));
    phw_pulse_message m = *out;
    const double before = *best;
    const double centre = centre_of(x + burst->from, burst->to - burst->from);
    turn_back(r->turned, x + from, to - from, centre);
    m.keyed = keyed;
    for (size_t span = 1;
         span <= SPAN_MOST && span * SPANS_LEAST <= to - from && *best < ENOUGH;
         span *= 2)
        read_span(&m, best, r, to - from, span);
    if (*best > before) {
        *out = m;
        out->from += from;
        out->to += from;
        out->cfo += centre;
    }
    return PHW_OK;
}

phw_status phw_pulse_reader_run(phw_pulse_reader *r, phw_pulse_message *out,
                                const phw_cf *x, size_t n, const phw_pulse_burst *burst)
{
    phw_pulse_message *m = &r->message;
    *m = (phw_pulse_message){
        .from = burst->from,
        .to = burst->to,
        .level = burst->level,
    };
    double best = LEAST;
    PHW_TRY(read_as(m, &best, r, x, n, burst, true));
    if (best < ENOUGH)
        PHW_TRY(read_as(m, &best, r, x, n, burst, false));
    m->snr_db = 10 * log10(fmax(m->level / burst->noise - 1, 1e-30));
    *out = *m;
    return PHW_OK;
}
