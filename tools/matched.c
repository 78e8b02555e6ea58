#include "tools/matched.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "core/signal.h"
#include "kgen/interpolation.h"

static bool share_sequence(const phw_trace *a, const phw_trace *b)
{
    size_t i = 0;
    size_t k = 0;
    while (i < a->n_probes && k < b->n_probes) {
        if (a->sequence[i] == b->sequence[k])
            return true;
        if (a->sequence[i] < b->sequence[k])
            ++i;
        else
            ++k;
    }
    return false;
}

static bool share_time(const phw_trace *a, const phw_trace *b)
{
    return a->time_s[0] <= b->time_s[b->n_probes - 1] &&
           b->time_s[0] <= a->time_s[a->n_probes - 1];
}

static void count_probes(phw_trace *t)
{
    for (size_t i = 0; i < t->n_probes; ++i)
        t->time_s[i] = (double)t->sequence[i];
}

phw_status phw_matched_delay(phw_trace *alice, phw_trace *bob, phw_trace *eve,
                             double delay)
{
    const bool timed = alice->has_time;
    if (bob->has_time != timed || (eve->n_probes > 0 && eve->has_time != timed))
        return phw_fail(PHW_EINPUT, "--delay: some traces have time_s and others not; "
                                    "expected all or none");
    if (!timed) {
        count_probes(alice);
        count_probes(bob);
        count_probes(eve);
    }
    for (size_t i = 0; i < alice->n_probes; ++i)
        alice->time_s[i] += delay;
    return PHW_OK;
}

phw_status phw_matched_check(const phw_trace *alice, const char *alice_name,
                             const phw_trace *bob, const char *bob_name,
                             phw_pairing pairing, bool delayed)
{
    if (alice->kind != bob->kind || alice->n_coefficients != bob->n_coefficients)
        return phw_fail(PHW_EINPUT,
                        "%s: %s with %zu values a probe, but %s: %s with %zu; expected "
                        "two traces alike",
                        alice_name, phw_trace_kind_name(alice->kind),
                        alice->n_coefficients, bob_name, phw_trace_kind_name(bob->kind),
                        bob->n_coefficients);
    if (pairing == PHW_PAIRING_SEQUENCE && !share_sequence(alice, bob))
        return phw_fail(PHW_EINPUT,
                        "%s: sequence numbers %lld to %lld, %s: %lld to %lld; no probe "
                        "is in both: give traces of one session, or --align time",
                        alice_name, (long long)alice->sequence[0],
                        (long long)alice->sequence[alice->n_probes - 1], bob_name,
                        (long long)bob->sequence[0],
                        (long long)bob->sequence[bob->n_probes - 1]);
    if (pairing == PHW_PAIRING_TIME && !delayed && !(alice->has_time && bob->has_time))
        return phw_fail(PHW_EINPUT,
                        "%s: has no time_s; --align time needs it, or --delay to count "
                        "probes",
                        alice->has_time ? bob_name : alice_name);
    if (pairing == PHW_PAIRING_TIME && !share_time(alice, bob))
        return phw_fail(PHW_EINPUT,
                        "%s: %.6g to %.6g s, %s: %.6g to %.6g s; the times do not "
                        "overlap: give traces of one session",
                        alice_name, alice->time_s[0],
                        alice->time_s[alice->n_probes - 1], bob_name, bob->time_s[0],
                        bob->time_s[bob->n_probes - 1]);
    return PHW_OK;
}

/* The rows with the facts' sequence numbers. All of them or PHW_ESHORT. */
static phw_status by_sequence(phw_features *out, const phw_features *in,
                              const phw_public_facts *facts)
{
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, facts->n_rows, sizeof *row));
    size_t n = 0;
    for (size_t r = 0; r < in->n_rows && n < facts->n_rows; ++r) {
        if (in->sequence[r] == facts->sequence[n])
            row[n++] = r;
    }
    phw_status s = n == facts->n_rows
                       ? PHW_OK
                       : phw_fail(PHW_ESHORT, "%zu of %zu probes are not there",
                                  facts->n_rows - n, facts->n_rows);
    if (!s)
        s = phw_features_select(out, in, row, n);
    free(row);
    return s;
}

static phw_status match(phw_features *out, const phw_trace *trace, bool is_alice,
                        const phw_agreement_config *config,
                        const phw_public_facts *facts)
{
    phw_features x = {0};
    PHW_TRY(phw_pipeline_extract(&x, trace, &config->pipeline));
    const phw_status s = is_alice || config->pairing == PHW_PAIRING_SEQUENCE
                             ? by_sequence(out, &x, facts)
                             : phw_features_interpolate(out, &x, facts->time_s,
                                                        facts->n_rows, config->between);
    phw_features_free(&x);
    return s;
}

phw_status phw_matched_make(phw_matched *out, const phw_trace *alice,
                            const phw_trace *bob, const phw_trace *eve,
                            const phw_agreement_config *config,
                            const phw_public_facts *facts)
{
    phw_matched m = {0};
    if (facts->n_rows == 0) {
        *out = m;
        return PHW_OK;
    }
    phw_status s = match(&m.alice, alice, true, config, facts);
    if (!s)
        s = match(&m.bob, bob, false, config, facts);
    if (!s && m.bob.n_rows != m.alice.n_rows)
        s = phw_fail(PHW_ESHORT, "the other end's series has %zu of %zu rows",
                     m.bob.n_rows, m.alice.n_rows);
    /* Pictures of Eve are extra: who lacks a probe is left out of them. */
    if (!s && eve != NULL && match(&m.eve, eve, false, config, facts) == PHW_OK &&
        m.eve.n_rows != m.alice.n_rows)
        phw_features_free(&m.eve);
    if (s)
        phw_matched_free(&m);
    else
        *out = m;
    return s;
}

/* Whether the series varies: Pearson's correlation has no meaning otherwise. */
static bool varies(const double *x, size_t n)
{
    for (size_t i = 1; i < n; ++i) {
        if (x[i] != x[0])
            return true;
    }
    return false;
}

double phw_matched_correlation(const phw_features *a, const phw_features *b)
{
    double sum = 0;
    size_t n = 0;
    if (a->n_rows != b->n_rows || a->n_components != b->n_components)
        return (double)NAN;
    for (size_t c = 0; c < a->n_components; ++c) {
        const double *x = phw_features_series(a, c);
        const double *y = phw_features_series(b, c);
        if (!varies(x, a->n_rows) || !varies(y, a->n_rows))
            continue;
        sum += gsl_stats_correlation(x, 1, y, 1, a->n_rows);
        ++n;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

void phw_matched_free(phw_matched *m)
{
    phw_features_free(&m->alice);
    phw_features_free(&m->bob);
    phw_features_free(&m->eve);
}
