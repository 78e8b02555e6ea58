/* Series whose secret content is known, through every quantizer: what is certified may
 * not be more. The seeds are fixed. */
#include <math.h>
#include <stdlib.h>

#include "kgen/eavesdropper.h"
#include "kgen/quantizers.h"
#include "kgen/reconcilers.h"

#include "tests/kgen/meeting.h"
#include "tests/kgen/periodic.h"

enum {
    N = 3000
};

static phw_trace trace_of(const double *x, size_t n)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, n, 1), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        t.real[i] = (float)x[i];
    return t;
}

/* Signs whose magnitudes are public: of a whole series' cosine transform alone, and by
 * collision entropy. */
static void take_signs(phw_agreement_config *c)
{
    cr_assert_eq(phw_pipeline_read(&c->pipeline, "spectrum:keep=0.6:values=standard"),
                 PHW_OK);
    cr_assert_eq(phw_reconciler_find(&c->reconciler, "soft"), PHW_OK);
    phw_params_preset(&c->reconciler_params, c->reconciler->params,
                      c->reconciler->n_params);
    c->sample_fraction = 0;
    c->assessment = PHW_ASSESS_COLLISION;
}

/* Every key is long enough, so that none is refused for its length. */
static phw_agreement_config config_of(const phw_quantizer *q,
                                      phw_assessment_kind assessment)
{
    phw_agreement_config c = plain_config();
    c.quantizer = q;
    phw_params_preset(&c.quantizer_params, q->params, q->n_params);
    c.assessment = assessment;
    c.key_bits_min = 1;
    if (q->levels != NULL)
        take_signs(&c);
    return c;
}

/* Certified bits, what the hash takes included. */
static double certified(const double *x[2], size_t n, const phw_agreement_config *c)
{
    phw_trace a = trace_of(x[0], n);
    phw_trace b = trace_of(x[1], n);
    phw_rehearsal r = meet(&a, &b, c, 1, NULL, NULL);
    const phw_agreement_report *alice = &r.report[PHW_ALICE];
    double bits = 0;
    if (alice->key_bits > 0)
        bits = (double)(alice->key_bits + alice->ledger.disclosed[PHW_STAGE_VERIFY] +
                        alice->ledger.disclosed[PHW_STAGE_AMPLIFY]);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
    return bits;
}

/* What repeats has no entropy but that of the noise, which the ends do not share. */
Test(quantizer_secrecy, nothing_is_certified_of_what_repeats)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    for (size_t k = 0; k < N_PERIODIC; ++k) {
        double *x[2] = {periodic(k, N, 1), periodic(k, N, 2)};
        const double *const end[2] = {x[0], x[1]};
        for (size_t i = 0; i < n; ++i) {
            const phw_agreement_config c = config_of(list[i], PHW_ASSESS_COUNTED);
            const double *given[2] = {end[0], end[1]};
            cr_expect_eq(certified(given, N, &c), 0, "%s of %s", list[i]->name,
                         periodic_name[k]);
        }
        free(x[0]);
        free(x[1]);
    }
}

/* Mutual information of the ends for a sample: -1/2 of the integral over frequency of
 * log2(1 - C), C = (S / (S + v))^2 with S = (1 - a^2) / |1 - a e^-jw|^2 and v the
 * noise's variance. */
static double information_rate(double a, double v)
{
    enum {
        POINTS = 20000
    };

    double sum = 0;
    for (int i = 0; i < POINTS; ++i) {
        const double w = M_PI * (i + 0.5) / POINTS;
        const double s = (1 - a * a) / (1 + a * a - 2 * a * cos(w));
        const double c = s / (s + v) * (s / (s + v));
        sum -= 0.5 * log2(1 - c) / POINTS;
    }
    return sum;
}

/* Both ends' noisy views of one AR(1) series. */
static void autoregressive(double *x[2], double a, double v)
{
    double *white = normals(4 * N, 50);
    double state = white[0];
    for (unsigned end = 0; end < 2; ++end)
        x[end] = normals(4 * N, 51 + end);
    for (size_t i = 0; i < 4 * N; ++i) {
        state = i > 0 ? a * state + sqrt(1 - a * a) * white[i] : state;
        for (unsigned end = 0; end < 2; ++end)
            x[end][i] = state + sqrt(v) * x[end][i];
    }
    free(white);
}

static void check_ceiling(double a, double v)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    double *x[2];
    autoregressive(x, a, v);
    const double most = 4 * N * information_rate(a, v);
    for (size_t i = 0; i < n; ++i) {
        for (unsigned kind = 0; kind < 2; ++kind) {
            const phw_agreement_config c = config_of(
                list[i], kind == 0 ? PHW_ASSESS_COUNTED : PHW_ASSESS_GAUSSIAN);
            const double *end[2] = {x[0], x[1]};
            if (kind == 1 &&
                (phw_quantizer_span(c.quantizer, &c.quantizer_params) > 1 ||
                 c.quantizer->levels != NULL))
                continue;
            const double bits = certified(end, 4 * N, &c);
            cr_expect_leq(bits, most, "%s at a = %g by %s: %g of %g", list[i]->name, a,
                          kind == 0 ? "counted" : "gaussian", bits, most);
        }
    }
    free(x[0]);
    free(x[1]);
}

Test(quantizer_secrecy, no_more_is_certified_than_the_ends_share)
{
    check_ceiling(0.99, 0.01);
}

Test(quantizer_secrecy, no_more_is_certified_than_the_ends_share_of_a_slow_series)
{
    check_ceiling(0.999, 0.001);
}

/* Eve's trace is Alice's own: all of every kept symbol. */
Test(quantizer_secrecy, eve_with_a_copy_knows_every_bit)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    phw_trace a = make_trace(N, 20, 1, 1);
    phw_trace b = make_trace(N, 20, 1, 2);
    for (size_t i = 0; i < n; ++i) {
        const phw_agreement_config c = config_of(list[i], PHW_ASSESS_COUNTED);
        phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
        phw_eavesdropper eve = {0};
        const phw_bits all = {0};
        cr_assert_eq(phw_eavesdropper_measure(&eve, &a, &a, &r.facts, &c), PHW_OK);
        const double known = phw_eavesdropper_bits(&eve, r.segment, r.n_segments, &all);
        cr_expect_geq(known, 0.97 * (double)r.raw[PHW_ALICE].n, "%s: %g of %zu",
                      list[i]->name, known, r.raw[PHW_ALICE].n);
        phw_eavesdropper_free(&eve);
        phw_rehearsal_free(&r);
    }
    phw_trace_free(&a);
    phw_trace_free(&b);
}
