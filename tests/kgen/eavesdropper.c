#include "kgen/eavesdropper.h"

#include <criterion/criterion.h>

#include "meeting.h"

#define N 6000

/* What came of a rehearsal, and what Eve knows of it. */
typedef struct scene {
    phw_agreement_config config;
    phw_trace alice, bob;
    phw_rehearsal r;
} scene;

static scene make_scene(phw_trace alice, phw_trace bob, phw_agreement_config config)
{
    scene s = {.config = config, .alice = alice, .bob = bob};
    s.r = meet(&s.alice, &s.bob, &s.config, 1, NULL, NULL);
    cr_assert_gt(s.r.raw[PHW_ALICE].n, 0);
    return s;
}

static void drop_scene(scene *s)
{
    phw_rehearsal_free(&s->r);
    phw_trace_free(&s->alice);
    phw_trace_free(&s->bob);
}

static scene scalar_scene(unsigned bits)
{
    phw_agreement_config c = plain_config();
    c.quantizer_params.value[0] = bits;
    return make_scene(make_trace(N, 40, 1, 1), make_trace(N, 40, 1, 2), c);
}

/* Bits a kept symbol. */
static double known(const scene *s, const phw_trace *eve)
{
    phw_eavesdropper e = {0};
    cr_assert_eq(phw_eavesdropper_measure(&e, &s->alice, eve, &s->r.facts, &s->config),
                 PHW_OK, "%s", phw_error_message());
    const phw_bits all = {0};
    const double bits = phw_eavesdropper_bits(&e, s->r.segment, s->r.n_segments, &all);
    double n = 0;
    for (size_t i = 0; i < s->r.n_segments; ++i)
        n += s->r.segment[i].plane == 0
                 ? (double)(s->r.segment[i].to - s->r.segment[i].from)
                 : 0;
    phw_eavesdropper_free(&e);
    return bits / n;
}

/* Eve's trace of correlation rho with Alice's. */
static phw_trace correlated(const scene *s, double rho)
{
    phw_trace other = make_trace(N, 200, 7, 7);
    for (size_t i = 0; i < N; ++i)
        other.real[i] = (float)(rho * (double)s->alice.real[i] +
                                sqrt(1 - rho * rho) * (double)other.real[i]);
    return other;
}

/* m - Hmin(S | Z) of equal cells, by numerical integration apart (SciPy's normal,
 * 200001 points). The bound moves atanh(rho) up by between 1 and 1.8 times 2.576 /
 * sqrt(6000) (a copy's memory estimate lies below 3), sampling by up to 5 / sqrt(6000):
 * between -0.032 and 0.125. The loss rises with atanh(rho) by at most 0.92 (m = 1)
 * and 1.44 (m = 2), at 0. */
Test(eavesdropper, is_charged_the_min_entropy_that_her_correlation_takes)
{
    static const double rho[] = {0, 0.5, 0.9, 0.99};
    static const double lost[2][4] = {{0, 0.4150, 0.7764, 0.9335},
                                      {0, 0.6479, 1.3757, 1.8209}};
    static const double slope[] = {0.92, 1.44};
    for (unsigned m = 1; m <= 2; ++m) {
        scene s = scalar_scene(m);
        for (size_t k = 0; k < 4; ++k) {
            phw_trace eve = correlated(&s, rho[k]);
            const double bits = known(&s, &eve);
            cr_expect_leq(bits, lost[m - 1][k] + 0.125 * slope[m - 1],
                          "m %u rho %g: %g", m, rho[k], bits);
            cr_expect_geq(bits, lost[m - 1][k] - 0.032 * slope[m - 1],
                          "m %u rho %g: %g", m, rho[k], bits);
            phw_trace_free(&eve);
        }
        drop_scene(&s);
    }
}

Test(eavesdropper, with_a_copy_knows_everything)
{
    for (unsigned m = 1; m <= 3; ++m) {
        scene s = scalar_scene(m);
        cr_expect_float_eq(known(&s, &s.alice), m, 1e-9);
        drop_scene(&s);
    }
}

Test(eavesdropper, costs_a_stranger_a_few_percent)
{
    scene s = scalar_scene(2);
    phw_trace eve = make_trace(N, 40, 9, 9);
    const double bits = known(&s, &eve);
    cr_expect_lt(bits, 0.12, "%g", bits);
    cr_expect_gt(bits, 0.01, "%g", bits);
    phw_trace_free(&eve);
    drop_scene(&s);
}

/* A copy whose probes are late, mirrored, or numbered from elsewhere. */
Test(eavesdropper, is_caught_late_mirrored_or_misnumbered)
{
    scene s = scalar_scene(2);
    static const int late[] = {1, -1, 250, 0, 2, 100000};
    for (size_t k = 0; k < 6; ++k) {
        phw_trace eve = correlated(&s, 1);
        for (size_t i = 0; i < N; ++i) {
            eve.sequence[i] += late[k];
            eve.real[i] *= k < 3 ? 1 : -1;
        }
        const double bits = known(&s, &eve);
        /* She knows all that is not beyond the ends of what she has. */
        const double beyond = k < 5 ? fabs((double)late[k]) / N : 0;
        cr_expect_gt(bits, 2 * (1 - beyond) - 1e-3, "late by %d: %g", late[k], bits);
        phw_trace_free(&eve);
    }
    drop_scene(&s);
}

/* What she lacks she does not know, the rows being independent; but what she has is
 * charged in full. */
Test(eavesdropper, that_lacks_probes_knows_the_others)
{
    scene s = scalar_scene(2);
    phw_trace eve = {0};
    cr_assert_eq(phw_trace_alloc(&eve, PHW_TRACE_POWER_DB, N * 3 / 4, 1), PHW_OK);
    size_t n = 0;
    for (size_t i = 0; i < N; ++i) {
        if (i % 4 == 3)
            continue;
        eve.real[n] = s.alice.real[i];
        eve.sequence[n] = s.alice.sequence[i];
        eve.time_s[n++] = s.alice.time_s[i];
    }
    const double bits = known(&s, &eve);
    cr_expect_geq(bits, 1.5, "%g", bits);
    cr_expect_lt(bits, 1.6, "%g", bits);
    phw_trace_free(&eve);
    drop_scene(&s);
}

/* A channel of several taps with noise; `mix` turns neighbouring taps into each other's
 * sum and difference. */
static phw_trace make_taps(size_t n, size_t n_taps, uint32_t channel, uint32_t end,
                           double noise)
{
    const phw_rng fading = {12, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6d65), channel};
    const phw_rng own = {12, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6d66), end};
    phw_trace t = {0};
    phw_cf *w = malloc(n * n_taps * sizeof *w);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, n, n_taps), PHW_OK);
    phw_rng_normal_complex(t.cplx, &fading, 1, 0, n * n_taps);
    phw_rng_normal_complex(w, &own, noise, 0, n * n_taps);
    for (size_t i = 0; i < n * n_taps; ++i)
        t.cplx[i] += w[i];
    free(w);
    return t;
}

static phw_agreement_config taps_config(const char *feature, const char *transform)
{
    phw_agreement_config c;
    cr_assert_eq(phw_agreement_preset(&c), PHW_OK);
    c.pipeline = (phw_pipeline){0};
    cr_assert_eq(phw_pipeline_read(&c.pipeline, feature), PHW_OK);
    cr_assert_eq(phw_pipeline_read(&c.pipeline, transform), PHW_OK);
    return c;
}

static void mix(phw_trace *t)
{
    for (size_t p = 0; p < t->n_probes; ++p) {
        phw_cf *h = t->cplx + p * t->n_coefficients;
        for (size_t c = 0; c + 1 < t->n_coefficients; c += 2) {
            const phw_cf sum = h[c] + 0.6F * h[c + 1];
            h[c + 1] = h[c] - 0.7F * h[c + 1];
            h[c] = sum;
        }
    }
}

Test(eavesdropper, knows_through_an_invertible_mix_of_components)
{
    static const char *const transform[] = {"none", "pca", "dct"};
    for (size_t k = 0; k < 3; ++k) {
        scene s =
            make_scene(make_taps(3000, 4, 1, 1, 1e-3), make_taps(3000, 4, 1, 2, 1e-3),
                       taps_config("parts", transform[k]));
        phw_trace eve = make_taps(3000, 4, 1, 1, 1e-3);
        mix(&eve);
        const double bits = known(&s, &eve);
        cr_expect_gt(bits, k == 2 ? 1.5 : 1.9, "%s: %g", transform[k], bits);
        phw_trace_free(&eve);
        drop_scene(&s);
    }
}

/* Alice takes amplitudes or a power; a complex trace of Eve's with fewer or more
 * components has them all the same. */
Test(eavesdropper, may_have_other_components_than_alice)
{
    scene s = make_scene(make_taps(4000, 1, 1, 1, 1e-3), make_taps(4000, 1, 1, 2, 1e-3),
                         taps_config("amplitude", "pca"));
    phw_trace eve = make_taps(4000, 3, 5, 5, 1);
    for (size_t i = 0; i < 4000; ++i)
        eve.cplx[3 * i + 1] = s.alice.cplx[i] * (float)(2 + (double)(i % 2));
    const double more = known(&s, &eve);
    cr_expect_gt(more, 0.2, "%g", more);
    phw_trace_free(&eve);
    drop_scene(&s);

    s = make_scene(make_taps(4000, 3, 1, 1, 1e-3), make_taps(4000, 3, 1, 2, 1e-3),
                   taps_config("parts", "pca"));
    eve = make_taps(4000, 1, 5, 5, 0);
    for (size_t i = 0; i < 4000; ++i)
        eve.cplx[i] = s.alice.cplx[3 * i + 1];
    /* A third of the variance, spread over the components as they are turned. */
    const double less = known(&s, &eve);
    cr_expect_gt(less, 0.2, "%g", less);
    cr_expect_lt(less, 1.2, "%g", less);
    phw_trace_free(&eve);
    drop_scene(&s);
}

/* Who hears every probe at a phase of her own has the modulus and no part. Of a part of
 * two bits it takes 0.587 bits, average guessing (quartiles of the normal, 2000 phases
 * of 4000 Rayleigh moduli, standard deviation below 0.01), of which a model of scores
 * has to see nine tenths; of one bit it takes nothing, and she is charged what a
 * stranger is. */
Test(eavesdropper, knows_the_modulus_of_parts_without_their_phase)
{
    for (unsigned m = 1; m <= 2; ++m) {
        phw_agreement_config c = taps_config("parts", "none");
        c.quantizer_params.value[0] = m;
        scene s = make_scene(make_taps(4000, 1, 1, 1, 1e-4),
                             make_taps(4000, 1, 1, 2, 1e-4), c);
        phw_trace eve = make_taps(4000, 1, 1, 1, 1e-4);
        phw_trace turn = make_taps(4000, 1, 9, 9, 0);
        for (size_t i = 0; i < 4000; ++i)
            eve.cplx[i] *= turn.cplx[i] / cabsf(turn.cplx[i]);
        const double bits = known(&s, &eve);
        cr_expect_gt(bits, m == 2 ? 0.9 * 0.587 : 0, "%g", bits);
        cr_expect_lt(bits, m == 2 ? 1 : 0.12, "%g", bits);
        phw_trace_free(&turn);
        phw_trace_free(&eve);
        drop_scene(&s);
    }
}

/* The review's case: power of a probe without any is no number, and it switched the
 * charge off. */
Test(eavesdropper, is_not_saved_by_a_probe_without_power)
{
    scene s = make_scene(make_taps(4000, 1, 1, 1, 1e-3), make_taps(4000, 1, 1, 2, 1e-3),
                         taps_config("power", "none"));
    phw_trace eve = make_taps(4000, 1, 1, 1, 1e-3);
    eve.cplx[1234] = 0;
    eve.cplx[2345] = (float)NAN;
    cr_expect_gt(known(&s, &eve), 1.99);
    memset(eve.cplx, 0, 4000 * sizeof *eve.cplx);
    phw_eavesdropper e = {0};
    cr_expect_eq(phw_eavesdropper_measure(&e, &s.alice, &eve, &s.r.facts, &s.config),
                 PHW_EINPUT);
    cr_expect_null(e.component);
    phw_trace_free(&eve);
    drop_scene(&s);
}

/* Late under a transform that mixes rows: the shift is undone before. */
Test(eavesdropper, is_caught_late_under_every_transform)
{
    static const char *const transform[] = {"dct", "spectrum"};
    for (size_t k = 0; k < 2; ++k) {
        phw_agreement_config c = taps_config("power", transform[k]);
        c.quantizer_params.value[0] = 1;
        scene s = make_scene(make_trace(N, 40, 1, 1), make_trace(N, 40, 1, 2), c);
        phw_trace eve = correlated(&s, 1);
        for (size_t i = 0; i < N; ++i)
            eve.sequence[i] += 1;
        const double bits = known(&s, &eve);
        cr_expect_gt(bits, 0.9, "%s: %g", transform[k], bits);
        phw_trace_free(&eve);
        drop_scene(&s);
    }
}

/* Planes that were left out: a component's symbols count by the planes above, and not
 * at all when its first is out. */
Test(eavesdropper, is_charged_for_the_planes_that_are_used)
{
    phw_eavesdropper_component component[2] = {{3, 2, 4, 0.3, {10, 15, 0, 0}},
                                               {5, 2, 4, 0.4, {20, 28, 0, 0}}};
    const phw_eavesdropper e = {component, 2, false};
    const phw_segment segment[4] = {
        {0, 4, 3, 0}, {4, 8, 3, 1}, {8, 12, 5, 0}, {12, 16, 5, 1}};
    phw_bits used = {0};
    cr_expect_float_eq(phw_eavesdropper_bits(&e, segment, 4, &used), 43, 1e-12);
    cr_expect_float_eq(phw_eavesdropper_correlation(&e, segment, 4, &used), sqrt(0.125),
                       1e-12);
    cr_assert_eq(phw_bits_alloc(&used, 16), PHW_OK);
    cr_expect_float_eq(phw_eavesdropper_bits(&e, segment, 4, &used), 0, 1e-12);
    cr_expect(isnan(phw_eavesdropper_correlation(&e, segment, 4, &used)));
    phw_bits_set(&used, 2, true);
    cr_expect_float_eq(phw_eavesdropper_bits(&e, segment, 4, &used), 10, 1e-12);
    cr_expect_float_eq(phw_eavesdropper_correlation(&e, segment, 4, &used), 0.3, 1e-12);
    phw_bits_set(&used, 15, true);
    cr_expect_float_eq(phw_eavesdropper_bits(&e, segment, 4, &used), 38, 1e-12);
    phw_bits_free(&used);
}
