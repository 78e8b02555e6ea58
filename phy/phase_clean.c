#include "phy/phase_clean.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/neighbours.h"
#include "phy/phase_line.h"

enum param {
    FIT,
    TO
};

enum reference {
    OWN,
    FIRST,
    PREVIOUS
};

static const char *const fits[] = {"peak", "least", "ends", NULL};
static const char *const references[] = {"own", "first", "previous", NULL};

const phw_param phw_phase_clean_param[PHW_PHASE_CLEAN_PARAMS] = {
    [FIT] = {.name = "fit",
             .unit = "",
             .summary = "how the line is found: the delay at which carriers add up "
                        "best (no phase is unwrapped, so fades do no harm); least "
                        "squares from there; the band's ends",
             .preset = PHW_PHASE_PEAK,
             .choice = fits},
    [TO] = {.name = "to",
            .unit = "",
            .summary = "what is made straight: a probe's own phase, or what it has "
                       "turned since the first or the previous probe",
            .preset = OWN,
            .choice = references},
};

/* One run. */
typedef struct job {
    phw_trace *t;
    phw_phase_finder *finder;
    phw_cf *turned; /* a probe against its reference */
    size_t n_antennas;
    size_t n_carriers;
    size_t which; /* the antenna that the common phase is of */
    phw_phase_fit fit;
    enum reference to;
    bool slope_alone;
    double least_s; /* of the delays taken off */
    double most_s;
} job;

static phw_status check(const phw_trace *t)
{
    if (t->kind != PHW_TRACE_CFR)
        return phw_fail(PHW_EINPUT,
                        "values of kind %s have no phase over carriers; expected cfr",
                        phw_trace_kind_name(t->kind));
    const size_t n = t->n_coefficients / t->n_antennas;
    for (size_t k = n; k < t->n_coefficients; ++k) {
        if (t->coefficient[k] != t->coefficient[k - n])
            return phw_fail(PHW_EINPUT,
                            "coefficient %zu is at %g Hz, and that of the antenna "
                            "before at %g Hz; expected antennas alike",
                            k, t->coefficient[k], t->coefficient[k - n]);
    }
    return PHW_OK;
}

/* The antenna of most power in all probes: its phase is told best. */
static size_t strongest(const phw_trace *t, size_t n_carriers)
{
    size_t best = 0;
    double most = -1;
    for (size_t a = 0; a < t->n_antennas; ++a) {
        double power = 0;
        for (size_t p = 0; p < t->n_probes; ++p) {
            const phw_cf *h = t->cplx + p * t->n_coefficients + a * n_carriers;
            for (size_t k = 0; k < n_carriers; ++k)
                power += phw_cf_power(h[k]);
        }
        if (power > most) {
            most = power;
            best = a;
        }
    }
    return best;
}

/* Against a reference all antennas have turned alike: they add up as one. */
static void find_turn(phw_phase_line *line, job *j, const phw_cf *h,
                      const phw_cf *reference)
{
    memset(j->turned, 0, j->n_carriers * sizeof *j->turned);
    for (size_t i = 0; i < j->t->n_coefficients; ++i)
        j->turned[i % j->n_carriers] += h[i] * conjf(reference[i]);
    phw_phase_find(line, j->finder, j->turned, 1, 0, j->fit);
}

static void clean_probe(job *j, size_t probe)
{
    phw_cf *h = j->t->cplx + probe * j->t->n_coefficients;
    phw_phase_line line = {0};
    if (j->to == OWN)
        phw_phase_find(&line, j->finder, h, j->n_antennas, j->which, j->fit);
    else if (probe > 0)
        find_turn(&line, j, h, j->to == FIRST ? j->t->cplx : h - j->t->n_coefficients);
    if (j->slope_alone)
        line.common_rad = 0;
    phw_phase_remove(h, j->finder, j->n_antennas, &line);
    j->least_s = fmin(j->least_s, line.delay_s);
    j->most_s = fmax(j->most_s, line.delay_s);
}

phw_status phw_phase_clean(phw_clean_report *report, phw_trace *inout,
                           const phw_params *params, bool slope_alone)
{
    PHW_TRY(check(inout));
    job j = {.t = inout,
             .n_antennas = inout->n_antennas,
             .n_carriers = inout->n_coefficients / inout->n_antennas,
             .fit = (phw_phase_fit)params->value[FIT],
             .to = (enum reference)params->value[TO],
             .slope_alone = slope_alone,
             .least_s = HUGE_VAL,
             .most_s = -HUGE_VAL};
    j.which = strongest(inout, j.n_carriers);
    phw_status s =
        phw_phase_finder_create(&j.finder, inout->coefficient, j.n_carriers, 0);
    if (s == PHW_EARG)
        s = PHW_EINPUT;
    if (!s)
        s = phw_array_alloc(&j.turned, j.n_carriers, sizeof *j.turned);
    if (!s) {
        *report = (phw_clean_report){.noun = "probes",
                                     .n_seen = inout->n_probes,
                                     .n_changed = inout->n_probes,
                                     .figure = "correlation of neighbours",
                                     .unit = "",
                                     .before = phw_neighbour_correlation(inout)};
        for (size_t p = 0; p < inout->n_probes; ++p)
            clean_probe(&j, p);
        report->after = phw_neighbour_correlation(inout);
        (void)snprintf(report->note, sizeof report->note,
                       "delays of %.4g to %.4g ns taken off", 1e9 * j.least_s,
                       1e9 * j.most_s);
    }
    phw_phase_finder_destroy(j.finder);
    free(j.turned);
    return s;
}
