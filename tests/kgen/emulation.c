#include "kgen/emulation.h"

#include <complex.h>

#include "core/signal.h"
#include "kgen/eavesdropper.h"
#include "kgen/randomizers.h"

#include "tests/kgen/meeting.h"

#define N     2000
#define TONES 4

static phw_agreement_config config_with(const char *name, const char *params)
{
    phw_agreement_config c = plain_config();
    const phw_feature *amplitude = NULL;
    cr_assert_eq(phw_feature_find(&amplitude, "amplitude"), PHW_OK);
    phw_params how;
    cr_assert_eq(
        phw_params_read(&how, amplitude->params, amplitude->n_params, "normalise=0"),
        PHW_OK);
    phw_pipeline_set_feature(&c.pipeline, amplitude, &how);
    cr_assert_eq(phw_randomizer_find(&c.randomizer, name), PHW_OK);
    cr_assert_eq(phw_params_read(&c.randomizer_params, c.randomizer->params,
                                 c.randomizer->n_params, params),
                 PHW_OK);
    return c;
}

/* n probes of a channel (one for each number) that stands still, `snr_db` above the
 * noise of `end`. */
static phw_trace still(size_t n, size_t width, uint32_t channel, uint32_t end,
                       double snr_db)
{
    const phw_rng fading = {9, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x656d), channel};
    const phw_rng noise = {9, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x656e), end};
    phw_trace t = {0};
    phw_cf h[64];
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, n, width), PHW_OK);
    phw_rng_normal_complex(h, &fading, 1, 0, width);
    phw_rng_normal_complex(t.cplx, &noise, pow(10, -snr_db / 10), 0, n * width);
    for (size_t i = 0; i < n * width; ++i)
        t.cplx[i] += h[i % width];
    return t;
}

typedef struct three {
    phw_trace alice, bob, eve;
} three;

/* Alice and Bob of one channel, Eve of another. */
static three make_three(size_t width)
{
    return (three){still(N, width, 1, 1, 28), still(N, width, 1, 2, 28),
                   still(N, width, 2, 3, 28)};
}

static void free_three(three *t)
{
    phw_trace_free(&t->alice);
    phw_trace_free(&t->bob);
    phw_trace_free(&t->eve);
}

static phw_emulation emulate(const three *t, const phw_agreement_config *c, bool eve)
{
    phw_entropy entropy[2];
    phw_emulation e = {0};
    seed_both(entropy, 4);
    cr_assert_eq(phw_emulate(&e, &t->alice, &t->bob, eve ? &t->eve : NULL, c, entropy),
                 PHW_OK, "%s", phw_error_message());
    return e;
}

/* Of Alice's least values' worth what is certified when Eve has `eve`, or nothing. */
static size_t certify(const phw_trace *alice, const phw_trace *bob,
                      const phw_trace *eve, const phw_agreement_config *config)
{
    phw_agreement_config c = *config;
    phw_rehearsal r = meet(alice, bob, &c, 6, NULL, NULL);
    if (eve != NULL && r.raw[PHW_ALICE].n > 0 && r.report[PHW_ALICE].assessed) {
        phw_eavesdropper e = {0};
        cr_assert_eq(phw_eavesdropper_measure(&e, alice, eve, &r.facts, &c), PHW_OK,
                     "%s", phw_error_message());
        c.eve_information_bits =
            phw_eavesdropper_bits(&e, r.segment, r.n_segments, &r.facts.used);
        phw_eavesdropper_free(&e);
        phw_rehearsal_free(&r);
        r = meet(alice, bob, &c, 6, NULL, NULL);
    }
    const phw_agreement_report *a = &r.report[PHW_ALICE];
    const size_t bits =
        a->assessed ? (size_t)phw_ledger_key_bits(&a->ledger, a->min_entropy_bits, NULL)
                    : 0;
    phw_rehearsal_free(&r);
    return bits;
}

/* Times the same draws: the ratio of what the ends have is that of what they heard. */
Test(emulation, gives_both_ends_the_same_factor)
{
    three t = make_three(TONES);
    const phw_agreement_config c = config_with("product", "");
    phw_emulation e = emulate(&t, &c, true);
    cr_expect_eq(e.alice.n_probes, N);
    for (size_t i = 0; i < N * TONES; ++i) {
        const phw_cf a = e.alice.cplx[i] / t.alice.cplx[i];
        const phw_cf b = e.bob.cplx[i] / t.bob.cplx[i];
        cr_expect_float_eq(cabsf(a - b), 0, 1e-4F * cabsf(a) + 1e-6F);
    }
    phw_emulation_free(&e);
    free_three(&t);
}

/* E|a b|^2 = 1 and E|a b|^4 = 4, of variance E|ab|^8 - 16 = 24^2 - 16; 5 sigma. */
Test(emulation, product_has_the_law_of_two_normals)
{
    three t = make_three(TONES);
    const phw_agreement_config c = config_with("product", "");
    phw_emulation e = emulate(&t, &c, false);
    double power = 0;
    double fourth = 0;
    const double n = N * TONES;
    for (size_t i = 0; i < N * TONES; ++i) {
        const double p = phw_cf_power(e.alice.cplx[i] / t.alice.cplx[i]);
        power += p / n;
        fourth += p * p / n;
    }
    cr_expect_float_eq(power, 1, 5 * sqrt(3 / n));
    cr_expect_float_eq(fourth, 4, 5 * sqrt(560 / n));
    phw_emulation_free(&e);
    free_three(&t);
}

/* What she hears is of her channel and Alice's draws; what she knows is of Alice's
 * channel at the first probe and all draws. */
Test(emulation, gives_eve_what_she_hears_and_what_she_knows)
{
    three t = make_three(TONES);
    phw_agreement_config c = config_with("pilots", "");
    phw_emulation e = emulate(&t, &c, true);
    cr_assert(e.has_eve);
    cr_expect_eq(e.eve.n_coefficients, 2 * TONES);
    for (size_t i = 0; i < N; ++i) {
        for (size_t k = 0; k < TONES; ++k) {
            const phw_cf p = e.alice.cplx[i * TONES + k] / t.alice.cplx[i * TONES + k];
            const phw_cf heard = p * t.eve.cplx[i * TONES + k];
            const phw_cf known = p * t.alice.cplx[k];
            cr_expect_float_eq(cabsf(e.eve.cplx[i * 2 * TONES + k] - heard), 0,
                               1e-4F * cabsf(heard) + 1e-6F);
            cr_expect_float_eq(cabsf(e.eve.cplx[(i * 2 + 1) * TONES + k] - known), 0,
                               1e-4F * cabsf(known) + 1e-6F);
        }
    }
    phw_emulation_free(&e);
    c.eve_knows_channels = false;
    e = emulate(&t, &c, true);
    cr_expect_eq(e.eve.n_coefficients, TONES);
    phw_emulation_free(&e);
    e = emulate(&t, &c, false);
    cr_expect_not(e.has_eve);
    phw_emulation_free(&e);
    free_three(&t);
}

/* The literature's key of a channel that stands still, and what is left of it. */
Test(emulation, of_a_still_channel_gives_keys_to_those_who_take_eve_for_ignorant)
{
    static const char *const names[] = {"product", "pilots"};
    three t = make_three(1);
    const phw_agreement_config plain = config_with("none", "");
    cr_expect_eq(certify(&t.alice, &t.bob, NULL, &plain), 0);
    for (size_t i = 0; i < 2; ++i) {
        phw_agreement_config c = config_with(names[i], "");
        phw_emulation e = emulate(&t, &c, true);
        cr_expect_gt(certify(&e.alice, &e.bob, NULL, &c), 500, "%s", names[i]);
        cr_expect_eq(certify(&e.alice, &e.bob, &e.eve, &c), 0, "%s", names[i]);
        phw_emulation_free(&e);
        e = emulate(&t, &c, false);
        cr_expect_eq(certify(&e.alice, &e.bob, &e.eve, &c), 0, "%s", names[i]);
        phw_emulation_free(&e);
    }
    free_three(&t);
}

/* One number a probe of eight weights leaves most of them open, known channels or not:
 * Eve's share of Alice's is the squared cosine of the angle between their channels. */
Test(emulation, beams_of_many_antennas_keep_a_key_from_one)
{
    three t = make_three(8);
    t.alice.n_antennas = 8;
    t.bob.n_antennas = 8;
    t.eve.n_antennas = 8;
    const phw_agreement_config c = config_with("beams", "");
    phw_emulation e = emulate(&t, &c, true);
    cr_expect_eq(e.alice.n_coefficients, 1);
    cr_expect_eq(e.eve.n_coefficients, 1);
    cr_expect_gt(certify(&e.alice, &e.bob, &e.eve, &c), 300);
    cr_expect_eq(certify(&e.alice, &e.bob, &e.alice, &c), 0);
    double power = 0;
    double h = 0;
    for (size_t i = 0; i < N; ++i)
        power += phw_cf_power(e.alice.cplx[i]) / N;
    for (size_t k = 0; k < 8; ++k)
        h += phw_cf_power(t.alice.cplx[k]) / 8;
    cr_expect_float_eq(power, h, 5 * h / sqrt(N)); /* exponential */
    phw_emulation_free(&e);
    free_three(&t);
}

/* Two numbers a probe and more may tell the weights: then she is given what they make.
 */
Test(emulation, beams_keep_none_from_who_can_solve_for_the_weights)
{
    three t = make_three(16);
    t.alice.n_antennas = 8;
    t.bob.n_antennas = 8;
    t.eve.n_antennas = 8;
    const phw_agreement_config c = config_with("beams", "");
    phw_emulation e = emulate(&t, &c, true);
    cr_expect_eq(e.alice.n_coefficients, 2);
    cr_expect_eq(e.eve.n_coefficients, 4);
    cr_expect_eq(certify(&e.alice, &e.bob, &e.eve, &c), 0);
    phw_emulation_free(&e);
    free_three(&t);
}

Test(emulation, takes_probes_by_their_numbers)
{
    three t = make_three(TONES);
    for (size_t p = 0; p < N; ++p) {
        t.bob.sequence[p] += 10;
        t.eve.sequence[p] += p < 100 ? 0 : 50;
    }
    phw_agreement_config c = config_with("product", "");
    phw_emulation e = emulate(&t, &c, true);
    cr_expect_eq(e.alice.n_probes, N - 10);
    cr_expect_eq(e.alice.sequence[0], 10);
    cr_expect_eq(e.bob.sequence[0], 10);
    cr_expect_eq(e.eve.n_probes, N - 60);
    phw_emulation_free(&e);
    for (size_t p = 0; p < N; ++p)
        t.eve.sequence[p] += N;
    phw_entropy entropy[2];
    seed_both(entropy, 4);
    cr_expect_eq(phw_emulate(&e, &t.alice, &t.bob, &t.eve, &c, entropy), PHW_EINPUT);
    free_three(&t);
}

Test(emulation, multiplies_amplitudes_and_powers_too)
{
    float seen[2][10];
    for (int kind = PHW_TRACE_POWER_DB; kind <= PHW_TRACE_AMPLITUDE; ++kind) {
        three t = {{0}, {0}, {0}};
        cr_assert_eq(phw_trace_alloc(&t.alice, (phw_trace_kind)kind, 10, 1), PHW_OK);
        cr_assert_eq(phw_trace_alloc(&t.bob, (phw_trace_kind)kind, 10, 1), PHW_OK);
        for (size_t p = 0; p < 10; ++p)
            t.alice.real[p] = t.bob.real[p] = 2;
        const phw_agreement_config gaussian = config_with("product", "");
        const phw_agreement_config phase = config_with("product", "law=phase");
        phw_emulation e = emulate(&t, &gaussian, false);
        for (size_t p = 0; p < 10; ++p) {
            cr_expect_float_eq(e.alice.real[p], e.bob.real[p], 1e-5F);
            cr_expect_neq(e.alice.real[p], 2);
            seen[kind == PHW_TRACE_AMPLITUDE][p] = e.alice.real[p];
        }
        phw_emulation_free(&e);
        e = emulate(&t, &phase, false);
        for (size_t p = 0; p < 10; ++p)
            cr_expect_float_eq(e.alice.real[p], 2, 1e-5F);
        phw_emulation_free(&e);
        free_three(&t);
    }
    /* The draws are the same: one factor, as decibels and as it is. */
    for (size_t p = 0; p < 10; ++p)
        cr_expect_float_eq(seen[0][p] - 2, 20 * log10f(seen[1][p] / 2), 1e-4F);
}

Test(emulation, refuses_what_it_can_not_do)
{
    three t = make_three(TONES);
    phw_entropy entropy[2];
    phw_emulation e = {0};
    seed_both(entropy, 4);
    static const char *const names[] = {"none", "ris", "permute", "sample"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
        const phw_agreement_config c = config_with(names[i], "");
        cr_expect_eq(phw_emulate(&e, &t.alice, &t.bob, NULL, &c, entropy), PHW_EARG);
    }
    phw_agreement_config c = config_with("product", "");
    c.pairing = PHW_PAIRING_TIME;
    cr_expect_eq(phw_emulate(&e, &t.alice, &t.bob, NULL, &c, entropy), PHW_EARG);
    c = config_with("beams", "");
    cr_expect_eq(phw_emulate(&e, &t.alice, &t.bob, NULL, &c, entropy), PHW_EINPUT);
    c = config_with("product", "");
    phw_trace narrow = still(N, 1, 1, 1, 20);
    cr_expect_eq(phw_emulate(&e, &t.alice, &narrow, NULL, &c, entropy), PHW_EINPUT);
    cr_expect_eq(phw_emulate(&e, &t.alice, &t.bob, &narrow, &c, entropy), PHW_EINPUT);
    for (size_t p = 0; p < N; ++p)
        t.bob.sequence[p] += N;
    cr_expect_eq(phw_emulate(&e, &t.alice, &t.bob, NULL, &c, entropy), PHW_ESHORT);
    cr_expect_null(e.alice.cplx);
    phw_trace_free(&narrow);
    free_three(&t);
}
