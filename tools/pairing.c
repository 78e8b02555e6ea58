#include "tools/pairing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sf_bessel.h>

#include "core/signal.h"
#include "phy/trace_select.h"

void phw_paired_free(phw_paired *p)
{
    phw_trace_pairs_free(&p->pairs);
    phw_trace_free(&p->a);
    phw_trace_free(&p->b);
}

/* Of matrices nobody told where their values are: all at 0. */
static bool has_places(const phw_trace *t)
{
    return t->coefficient[0] != t->coefficient[t->n_coefficients - 1];
}

static phw_status check_places(const phw_trace *a, const phw_trace *b)
{
    if (!has_places(a) || !has_places(b))
        return PHW_OK;
    for (size_t k = 0; k < a->n_coefficients; ++k) {
        if (a->coefficient[k] != b->coefficient[k])
            return phw_fail(PHW_EINPUT,
                            "value %zu of a probe is at %g of A and at %g of B; "
                            "expected the same carriers or delays: clean both alike",
                            k, a->coefficient[k], b->coefficient[k]);
    }
    return PHW_OK;
}

static phw_status check(const phw_trace *a, const phw_trace *b,
                        const phw_pairing_plan *plan)
{
    if (a->kind != b->kind || a->n_coefficients != b->n_coefficients)
        return phw_fail(PHW_EINPUT,
                        "A has %zu values of %s a probe, B %zu of %s; expected two "
                        "traces alike",
                        a->n_coefficients, phw_trace_kind_name(a->kind),
                        b->n_coefficients, phw_trace_kind_name(b->kind));
    PHW_TRY(check_places(a, b));
    if (plan->interpolate && !(a->has_time && b->has_time))
        return phw_fail(PHW_EINPUT,
                        "%s has no time_s; expected instants of both, or no "
                        "interpolation",
                        a->has_time ? "B" : "A");
    return PHW_OK;
}

static phw_status no_pairs(const phw_paired *p, const phw_trace *a, const phw_trace *b,
                           const char *column)
{
    if (column == NULL)
        return phw_fail(
            PHW_EINPUT,
            "numbers %lld to %lld and %lld to %lld; no probe is in both: give traces "
            "of one session, a modulus, or pair by time",
            (long long)a->sequence[0], (long long)a->sequence[a->n_probes - 1],
            (long long)b->sequence[0], (long long)b->sequence[b->n_probes - 1]);
    return phw_fail(PHW_EINPUT,
                    "no %s is once in both: of %zu and %zu probes, %zu and %zu have "
                    "none, %zu and %zu are sent again, %zu and %zu repeat one; give "
                    "traces of one session, or pair by time",
                    column, a->n_probes, b->n_probes, p->lost[0].n_without,
                    p->lost[1].n_without, p->lost[0].n_again, p->lost[1].n_again,
                    p->lost[0].n_repeated, p->lost[1].n_repeated);
}

static phw_status find_pairs(phw_paired *p, const phw_trace *a, const phw_trace *b,
                             const phw_pairing_plan *plan)
{
    const char *column = plan->number.column;
    if (plan->by_time)
        return phw_trace_match_time(&p->pairs, a, b, &plan->match);
    if (column != NULL)
        PHW_TRY(phw_trace_match_numbers(&p->pairs, p->lost, a, b, &plan->number));
    else
        PHW_TRY(phw_trace_match_sequence(&p->pairs, a, b, &plan->number.number));
    return p->pairs.n > 0 ? PHW_OK : no_pairs(p, a, b, column);
}

/* All of B on A's clock. */
static phw_status put_on_clock(phw_trace *b, const phw_paired *p,
                               const phw_pairing_plan *plan)
{
    if (!b->has_time || !p->a.has_time)
        return PHW_OK;
    if (plan->own_clocks && isnan(p->pairs.clock.drift))
        return phw_fail(
            PHW_EINPUT,
            "%zu pairs do not tell B's clock; expected 3 or more at several "
            "instants, or --clock one",
            p->pairs.n);
    for (size_t k = 0; k < b->n_probes; ++k) {
        if (plan->own_clocks)
            b->time_s[k] = phw_clock_on_a(&p->pairs.clock, b->time_s[k]);
        b->time_s[k] += plan->delay_s;
    }
    return PHW_OK;
}

/* How much later B's probes of the pairs are, both on one clock. */
static void tell_apart(phw_paired *p, const phw_trace *b)
{
    double sum = 0;
    double square = 0;
    const double n = (double)p->pairs.n;
    for (size_t i = 0; i < p->pairs.n; ++i) {
        const double later = b->time_s[p->pairs.b[i]] - p->a.time_s[i];
        sum += later;
        square += later * later;
    }
    const bool timed = p->a.has_time && b->has_time;
    p->later_s = timed ? sum / n : (double)NAN;
    p->later_rms_s = timed ? sqrt(square / n) : (double)NAN;
}

/* Noise over the signal's power: by the probes' own column, or the trace's figure; 0
 * where neither is known. */
static double noise_of(const phw_trace *t)
{
    const double *column = phw_trace_find_column(t, "noise_variance");
    double noise = 0;
    double power = 0;
    size_t n = 0;
    for (size_t p = 0; t->cplx != NULL && p < t->n_probes; ++p) {
        const double of = column != NULL ? column[p] : t->noise_variance;
        if (isnan(of))
            continue;
        noise += of;
        ++n;
        for (size_t k = 0; k < t->n_coefficients; ++k)
            power += phw_cf_power(t->cplx[p * t->n_coefficients + k]) /
                     (double)t->n_coefficients;
    }
    return n > 0 && power > noise ? noise / (power - noise) : 0;
}

/* Over all pairs: E a b* over the root of the powers, before and after. */
static void expect(phw_paired *p, const phw_resample_plan *read, const phw_trace *b,
                   const phw_trace *as_is, double doppler_hz)
{
    double before = 0;
    double covariance = 0;
    double power = 0;
    const double n = (double)read->n;
    for (size_t i = 0; i < read->n; ++i) {
        phw_resample_outcome outcome;
        phw_resample_expect(&outcome, &read->tap[i], b->time_s, read->at_s[i],
                            doppler_hz, &p->noise);
        covariance += outcome.covariance / n;
        power += outcome.power / n;
        before += gsl_sf_bessel_J0(2 * M_PI * doppler_hz *
                                   fabs(as_is->time_s[i] - read->at_s[i])) /
                  n;
    }
    const double other = 1 + p->noise.other;
    p->expected.before = before / sqrt(other * (1 + p->noise.read));
    p->expected.after = covariance / sqrt(other * power);
}

/* Leaves the pairs that B can be read at; `b` is all of B, `as_is` its probes of the
 * pairs. */
static phw_status interpolate(phw_paired *p, phw_trace *as_is, const phw_trace *b,
                              const phw_pairing_plan *plan)
{
    phw_resample_plan read = {0};
    phw_trace kept[2] = {{0}, {0}};
    phw_status s = phw_resample_plan_make(&read, b->time_s, b->n_probes, p->a.time_s,
                                          p->a.n_probes, &plan->resample);
    if (!s)
        s = phw_trace_select_probes(&kept[0], &p->a, read.index, read.n);
    if (!s)
        s = phw_trace_select_probes(&kept[1], as_is, read.index, read.n);
    if (!s)
        s = phw_trace_resample(&p->b, b, &read);
    if (!s) {
        p->n_in_gaps = p->a.n_probes - read.n;
        phw_trace_free(&p->a);
        phw_trace_free(as_is);
        p->a = kept[0];
        *as_is = kept[1];
        if (plan->doppler_hz > 0)
            expect(p, &read, b, as_is, plan->doppler_hz);
    } else {
        phw_trace_free(&kept[0]);
        phw_trace_free(&kept[1]);
    }
    phw_resample_plan_free(&read);
    return s;
}

/* The whole of B on A's clock, its pairs as they are, then read at A's instants. */
static phw_status join(phw_paired *p, phw_trace *as_is, phw_trace *b,
                       const phw_pairing_plan *plan)
{
    PHW_TRY(put_on_clock(b, p, plan));
    tell_apart(p, b);
    PHW_TRY(phw_trace_select_probes(as_is, b, p->pairs.b, p->pairs.n));
    p->noise = (phw_resample_noise){noise_of(b), noise_of(&p->a)};
    if (!plan->interpolate)
        return phw_trace_correlate(&p->before, &p->a, as_is);
    PHW_TRY(interpolate(p, as_is, b, plan));
    PHW_TRY(phw_trace_correlate(&p->before, &p->a, as_is));
    return phw_trace_correlate(&p->after, &p->a, &p->b);
}

static phw_status copy(phw_trace *out, const phw_trace *in)
{
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, in->n_probes, sizeof *row));
    for (size_t i = 0; i < in->n_probes; ++i)
        row[i] = i;
    const phw_status s = phw_trace_select_probes(out, in, row, in->n_probes);
    free(row);
    return s;
}

phw_status phw_pair(phw_paired *out, const phw_trace *a, const phw_trace *b,
                    const phw_pairing_plan *plan)
{
    const phw_correlation_figure none = {(double)NAN, (double)NAN};
    phw_paired p = {.expected = {(double)NAN, (double)NAN}, .after = {none, none}};
    phw_trace all = {0};
    phw_trace as_is = {0};
    PHW_TRY(check(a, b, plan));
    phw_status s = find_pairs(&p, a, b, plan);
    if (!s)
        s = phw_trace_select_probes(&p.a, a, p.pairs.a, p.pairs.n);
    if (!s)
        s = copy(&all, b);
    if (!s)
        s = join(&p, &as_is, &all, plan);
    if (!s && !plan->interpolate) {
        p.b = as_is;
        as_is = (phw_trace){0};
    }
    if (!s)
        memcpy(p.b.sequence, p.a.sequence, p.a.n_probes * sizeof *p.a.sequence);
    phw_trace_free(&as_is);
    phw_trace_free(&all);
    if (s)
        phw_paired_free(&p);
    else
        *out = p;
    return s;
}
