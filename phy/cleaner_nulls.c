#include "phy/cleaner_nulls.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/median.h"
#include "phy/trace_select.h"
#include "phy/used_carriers.h"

/* The share of carriers that loud ones are louder than. */
#define LOUD 0.95

enum param {
    STANDARD,
    FLOOR,
    PEAK
};

enum standard {
    AUTO = PHW_N_CARRIER_PLANS,
    NONE
};

static const char *const standards[] = {"legacy", "ht", "he", "auto", "none", NULL};

static const phw_param params_table[] = {
    [STANDARD] = {.name = "standard",
                  .unit = "",
                  .summary =
                      "whose unused subcarriers go: of 802.11a/g, HT and VHT, HE; "
                      "auto: ht or he by their distance",
                  .preset = AUTO,
                  .choice = standards},
    [FLOOR] = {.name = "floor",
               .unit = "dB",
               .summary =
                   "so far below what all but a twentieth stay under a carrier is "
                   "empty; 0: not looked at",
               .min = 0,
               .max = 300,
               .preset = 30},
    [PEAK] = {.name = "peak",
              .unit = "dB",
              .summary = "so far above that, no channel's; 0: not looked at",
              .min = 0,
              .max = 300,
              .preset = 20},
};

/* The carriers of a trace: of every antenna the same. */
typedef struct carriers {
    const phw_trace *t;
    size_t n;
    bool *keep;
    double *power; /* of each: the median over the probes, all antennas together */
} carriers;

static phw_status check(const phw_trace *t)
{
    const size_t n = t->n_coefficients / t->n_antennas;
    if (t->kind != PHW_TRACE_CFR)
        return phw_fail(PHW_EINPUT,
                        "values of kind %s are of no subcarriers; expected "
                        "cfr",
                        phw_trace_kind_name(t->kind));
    for (size_t k = 0; k < t->n_coefficients; ++k) {
        if (t->coefficient[k] != t->coefficient[k % n])
            return phw_fail(
                PHW_EINPUT,
                "coefficient %zu is at %g Hz, and that of the first antenna "
                "at %g Hz; expected antennas alike",
                k, t->coefficient[k], t->coefficient[k % n]);
    }
    return PHW_OK;
}

/* Whether every offset is a multiple of a distance, by 1 % of it. */
static bool is_grid(const carriers *c, double spacing_hz)
{
    for (size_t k = 0; k < c->n; ++k) {
        const double place = c->t->coefficient[k] / spacing_hz;
        if (fabs(place - round(place)) > 0.01 || fabs(place) > 4096)
            return false;
    }
    return true;
}

/* HE's grid holds the others': it is meant where something stands between them. */
static enum standard find_standard(const carriers *c, enum standard asked)
{
    if (asked != AUTO)
        return asked;
    /* Offsets that nobody told: of nothing but the middle there is no band. */
    if (c->n > 1 && c->t->coefficient[0] == c->t->coefficient[c->n - 1])
        return NONE;
    if (is_grid(c, phw_carrier_spacing_hz(PHW_CARRIERS_HT)))
        return (enum standard)PHW_CARRIERS_HT;
    if (is_grid(c, phw_carrier_spacing_hz(PHW_CARRIERS_HE)))
        return (enum standard)PHW_CARRIERS_HE;
    return NONE;
}

/* The least width that has room for all carriers; 0: none. */
static int find_width(const carriers *c, double spacing_hz)
{
    double most_hz = 0;
    for (size_t k = 0; k < c->n; ++k)
        most_hz = fmax(most_hz, fabs(c->t->coefficient[k]));
    for (int width = 20; width <= 160; width *= 2) {
        if (most_hz <= width * 0.5e6 + spacing_hz / 2)
            return width;
    }
    return 0;
}

static phw_status drop_unused(carriers *c, char *note, size_t size, enum standard asked)
{
    const enum standard standard = find_standard(c, asked);
    if (standard == NONE) {
        (void)snprintf(note, size, "no standard's");
        return PHW_OK;
    }
    const phw_carrier_plan plan = (phw_carrier_plan)standard;
    const double spacing_hz = phw_carrier_spacing_hz(plan);
    const int width = find_width(c, spacing_hz);
    if (!is_grid(c, spacing_hz) || width == 0)
        return phw_fail(
            PHW_EINPUT,
            "standard=%s: not all offsets are multiples of %g kHz within 160 "
            "MHz; expected another standard, or none",
            standards[standard], spacing_hz / 1e3);
    for (size_t k = 0; k < c->n; ++k) {
        const int place = (int)lround(c->t->coefficient[k] / spacing_hz);
        c->keep[k] = phw_carrier_is_used(plan, width, place);
    }
    (void)snprintf(note, size, "%s, %d MHz", standards[standard], width);
    return PHW_OK;
}

static void measure(carriers *c, double *scratch)
{
    const phw_trace *t = c->t;
    for (size_t k = 0; k < c->n; ++k) {
        for (size_t p = 0; p < t->n_probes; ++p) {
            scratch[p] = 0;
            for (size_t a = 0; a < t->n_antennas; ++a)
                scratch[p] +=
                    phw_cf_power(t->cplx[p * t->n_coefficients + a * c->n + k]);
        }
        c->power[k] = phw_quantile(scratch, t->n_probes, 0.5);
    }
}

/* How many fall to their power: what is loud stands also for 20 MHz in a band of 160.
 */
static size_t drop_by_power(carriers *c, double *scratch, const phw_params *params)
{
    size_t n = 0;
    for (size_t k = 0; k < c->n; ++k) {
        if (c->keep[k])
            scratch[n++] = c->power[k];
    }
    if (n == 0)
        return 0;
    const double loud = phw_quantile(scratch, n, LOUD);
    const double floor_db = params->value[FLOOR];
    const double peak_db = params->value[PEAK];
    const double low = floor_db > 0 ? loud * pow(10, -floor_db / 10) : 0;
    const double high = peak_db > 0 ? loud * pow(10, peak_db / 10) : HUGE_VAL;
    size_t n_kept = 0;
    for (size_t k = 0; k < c->n; ++k) {
        const double p = c->power[k];
        c->keep[k] = c->keep[k] && p > 0 && p >= low && p <= high;
        n_kept += c->keep[k];
    }
    return n - n_kept;
}

/* From the weakest to the strongest carrier that is kept and not zero, dB. */
static double spread_db(const carriers *c, bool of_all)
{
    double least = HUGE_VAL;
    double most = 0;
    for (size_t k = 0; k < c->n; ++k) {
        if ((of_all || c->keep[k]) && c->power[k] > 0) {
            least = fmin(least, c->power[k]);
            most = fmax(most, c->power[k]);
        }
    }
    return most > 0 ? 10 * log10(most / least) : (double)NAN;
}

static phw_status select_kept(phw_clean_report *report, phw_trace *inout,
                              const carriers *c, size_t *which)
{
    size_t n = 0;
    for (size_t a = 0; a < inout->n_antennas; ++a) {
        for (size_t k = 0; k < c->n; ++k) {
            if (c->keep[k])
                which[n++] = a * c->n + k;
        }
    }
    phw_trace t = {0};
    PHW_TRY(phw_trace_select_coefficients(&t, inout, which, n, inout->n_antennas));
    report->n_dropped = inout->n_coefficients - n;
    phw_trace_free(inout);
    *inout = t;
    return PHW_OK;
}

static phw_status clean(phw_clean_report *report, phw_trace *inout, carriers *c,
                        size_t *which, const phw_params *params)
{
    double *scratch = NULL;
    const size_t n = c->n > inout->n_probes ? c->n : inout->n_probes;
    phw_clean_report r = {.noun = "coefficients",
                          .n_seen = inout->n_coefficients,
                          .figure = "spread of carriers' power",
                          .unit = "dB"};
    for (size_t k = 0; k < c->n; ++k)
        c->keep[k] = true;
    PHW_TRY(
        drop_unused(c, r.note, sizeof r.note, (enum standard)params->value[STANDARD]));
    PHW_TRY(phw_array_alloc(&scratch, n, sizeof *scratch));
    measure(c, scratch);
    const size_t n_weak = drop_by_power(c, scratch, params);
    free(scratch);
    const size_t length = strlen(r.note);
    if (n_weak > 0)
        (void)snprintf(r.note + length, sizeof r.note - length,
                       "; %zu more by their power", n_weak);
    r.before = spread_db(c, true);
    r.after = spread_db(c, false);
    PHW_TRY(select_kept(&r, inout, c, which));
    *report = r;
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    PHW_TRY(check(inout));
    carriers c = {.t = inout, .n = inout->n_coefficients / inout->n_antennas};
    size_t *which = NULL;
    phw_status s = phw_array_alloc(&c.keep, c.n, sizeof *c.keep);
    if (!s)
        s = phw_array_alloc(&c.power, c.n, sizeof *c.power);
    if (!s)
        s = phw_array_alloc(&which, inout->n_coefficients, sizeof *which);
    if (!s)
        s = clean(report, inout, &c, which, params);
    free(c.keep);
    free(c.power);
    free(which);
    return s;
}

const phw_cleaner phw_cleaner_nulls = {
    .name = "nulls",
    .summary =
        "drops subcarriers that hold no channel: guards and nulls of 802.11, and "
        "those that are empty or far too strong",
    .reference = "IEEE 802.11-2020, 17.3.5.10, 19.3.7, 21.3.7",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
