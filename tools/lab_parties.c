#include "tools/lab_parties.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "tools/lab_observers.h"
#include "tools/lab_pairing.h"

/* Probes of a trial: the trials are many, and each begins elsewhere. */
#define PROBES 4

/* Whether both ends see the same channel at the same instant. */
static phw_status add_exact(phw_statistics *out, phw_lab_channel *c)
{
    phw_cf forth[PHW_TAPS_MAX];
    phw_cf back[PHW_TAPS_MAX];
    phw_statistic f = {.name = "difference of the two directions, most"};
    for (size_t k = 0; k < 64; ++k) {
        const double time_s = phw_air_instant(c->air, PHW_PARTY_BOB, 7 * k);
        PHW_TRY(phw_air_direct(c->air, forth, PHW_PARTY_BOB, time_s));
        PHW_TRY(phw_air_direct(c->air, back, PHW_PARTY_ALICE, time_s));
        for (size_t i = 0; i < c->source.n; ++i)
            f.measured = fmax(f.measured, (double)cabsf(forth[i] - back[i]));
    }
    PHW_TRY(phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1));
    out->row[out->n - 1].pass = f.measured <= 0; /* to the last bit */
    return PHW_OK;
}

/* All trials, into `p`; ab has room for 2 n values. */
static phw_status pair(phw_lab_pairing *p, phw_lab_channel *c, phw_cf *ab, size_t n)
{
    for (size_t i = 0; i < PROBES * p->n; ++i) {
        const size_t trial = i / PROBES;
        const size_t probe = i % PROBES * 1009 + trial % 997;
        PHW_TRY(phw_lab_channel_move(c, (uint32_t)trial));
        PHW_TRY(phw_air_observe(c->air, ab, PHW_PARTY_ALICE, probe));
        PHW_TRY(phw_air_observe(c->air, ab + n, PHW_PARTY_BOB, probe));
        phw_lab_pairing_add(p, trial, ab, ab + n, n);
    }
    return PHW_OK;
}

/* The noise over the power that is received. */
static phw_status noise_over(double *out, phw_air *air, size_t observation)
{
    double amplitude = 1;
    PHW_TRY(phw_air_amplitude(air, &amplitude, observation, 0));
    *out = phw_air_noise_variance(air, observation) / (amplitude * amplitude);
    return PHW_OK;
}

/* The expected scenario's correlation of the estimates, and how far they are apart. */
static phw_status expect_rho(phw_statistic *rho, const phw_lab_channel *c, phw_air *air)
{
    double im = 0;
    double alice = 0;
    double bob = 0;
    const double turnaround_s = phw_air_instant(air, PHW_PARTY_ALICE, 0) -
                                phw_air_instant(air, PHW_PARTY_BOB, 0);
    (void)snprintf(rho->at, sizeof rho->at, "%.4g us apart", 1e6 * turnaround_s);
    PHW_TRY(noise_over(&alice, air, PHW_PARTY_ALICE));
    PHW_TRY(noise_over(&bob, air, PHW_PARTY_BOB));
    phw_lab_channel_correlation(&rho->expected, &im, c, turnaround_s);
    rho->expected /= sqrt((1 + alice) * (1 + bob));
    return PHW_OK;
}

static phw_status add_reciprocity(phw_statistics *out, const phw_lab_pairing *p,
                                  const phw_lab_channel *c)
{
    phw_statistic rho = {.name = "reciprocity, correlation of the estimates"};
    phw_air *air = NULL;
    PHW_TRY(phw_air_create(&air, c->expected, c->seed, 0));
    const phw_status s = expect_rho(&rho, c, air);
    phw_air_destroy(air);
    PHW_TRY(s);
    phw_lab_pairing_ratio(&rho, p, true);
    PHW_TRY(phw_statistics_add(out, &rho, PHW_STATISTIC_BOTH, 1));
    const double left = 1 - rho.expected * rho.expected;
    const phw_statistic bits = {.name = "mutual information, bits a probe",
                                .measured = -log2(1 - rho.measured * rho.measured),
                                .expected = -log2(left),
                                .standard_error = 2 * fabs(rho.expected) / left /
                                                  M_LN2 * rho.standard_error};
    return phw_statistics_add(out, &bits, PHW_STATISTIC_BOTH, 1);
}

/* Whether estimates are of what the profile says: radios turn them, tags and surfaces
 * add to them. */
static bool is_plain(const phw_lab_channel *c)
{
    return phw_lab_radio_is_ideal(phw_air_radio(c->air)) &&
           phw_scenario_count(c->scenario, PHW_SECTION_TAGS) == 0 &&
           phw_scenario_count(c->scenario, PHW_SECTION_SURFACE) == 0;
}

static phw_status reciprocity(phw_statistics *out, phw_lab_channel *c)
{
    phw_lab_pairing p = {0};
    phw_cf *a = NULL;
    PHW_TRY(phw_lab_channel_move(c, 0));
    const size_t n = (size_t)c->scenario->value[PHW_SCENARIO_SUBCARRIERS] *
                     phw_air_channels(c->air, PHW_PARTY_BOB);
    PHW_TRY(add_exact(out, c));
    if (!is_plain(c))
        return PHW_OK;
    phw_status s = phw_array_alloc(&a, 2 * n, sizeof *a);
    if (!s)
        s = phw_lab_pairing_alloc(&p, c->subject.n_trials);
    if (!s)
        s = pair(&p, c, a, n);
    if (!s)
        s = add_reciprocity(out, &p, c);
    phw_lab_pairing_free(&p);
    free(a);
    return s;
}

static const struct {
    const char *name;
    phw_status (*run)(phw_statistics *out, phw_lab_channel *channel);
} figure[] = {{"reciprocity", reciprocity}, {"eve", phw_lab_observers_check}};

const char *phw_lab_parties_name(size_t i)
{
    return i < sizeof figure / sizeof figure[0] ? figure[i].name : NULL;
}

phw_status phw_lab_parties_check(phw_statistics *out, phw_lab_channel *channel,
                                 size_t i)
{
    return figure[i].run(out, channel);
}
