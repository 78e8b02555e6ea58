#include "tools/lab_parties.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/noise.h"
#include "core/signal.h"

#define LIGHT_M_S 299792458.0

/* Probes of a trial: the trials are many, and each begins elsewhere. */
#define PROBES 4

/* A ratio E a b* / sqrt(E|a|^2 E|b|^2) over trials, its error by each trial's
 * influence: ab - rho (a^2 / A + b^2 / B) / 2. */
typedef struct pairing {
    double *ab; /* of each trial, in phase, quadrature, then the powers */
    double *quadrature;
    double *a;
    double *b;
    size_t n;
} pairing;

static void free_pairing(pairing *p)
{
    free(p->ab);
}

static phw_status alloc_pairing(pairing *p, size_t n)
{
    PHW_TRY(phw_array_alloc(&p->ab, 4 * n, sizeof *p->ab));
    for (size_t i = 0; i < 4 * n; ++i)
        p->ab[i] = 0;
    p->quadrature = p->ab + n;
    p->a = p->ab + 2 * n;
    p->b = p->ab + 3 * n;
    p->n = n;
    return PHW_OK;
}

static void add_rows(pairing *p, size_t trial, const phw_cf *a, const phw_cf *b,
                     size_t n)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i) {
        sum += (double complex)a[i] * conj((double complex)b[i]);
        p->a[trial] += phw_cf_power(a[i]) / (double)n;
        p->b[trial] += phw_cf_power(b[i]) / (double)n;
    }
    p->ab[trial] += creal(sum) / (double)n;
    p->quadrature[trial] += cimag(sum) / (double)n;
}

static double mean(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += x[i] / (double)n;
    return sum;
}

/* Fills what was measured and its error, for the real part or the imaginary one. */
static void ratio(phw_statistic *f, const pairing *p, const double *part)
{
    const double power_a = mean(p->a, p->n);
    const double power_b = mean(p->b, p->n);
    const double scale = sqrt(power_a * power_b);
    phw_trial_mean influence = {0};
    f->measured = mean(part, p->n) / scale;
    for (size_t i = 0; i < p->n; ++i)
        phw_trial_mean_add(&influence, part[i] / scale -
                                           f->measured / 2 *
                                               (p->a[i] / power_a + p->b[i] / power_b));
    f->standard_error = phw_trial_mean_error(&influence);
}

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

/* What two parties have of one probe: a[n] and b[n]. */
typedef phw_status reader(phw_lab_channel *c, phw_cf *a, phw_cf *b, size_t probe);

static phw_status read_estimates(phw_lab_channel *c, phw_cf *a, phw_cf *b, size_t probe)
{
    PHW_TRY(phw_air_observe(c->air, a, PHW_PARTY_ALICE, probe));
    return phw_air_observe(c->air, b, PHW_PARTY_BOB, probe);
}

static phw_status read_overheard(phw_lab_channel *c, phw_cf *a, phw_cf *b, size_t probe)
{
    const double time_s = phw_air_instant(c->air, PHW_PARTY_EVE, probe);
    PHW_TRY(phw_air_direct(c->air, a, PHW_PARTY_EVE, time_s));
    return phw_air_direct(c->air, b, PHW_PARTY_BOB, time_s);
}

/* All trials, into `p`; ab has room for 2 n values. */
static phw_status pair(pairing *p, phw_lab_channel *c, reader *read_both, phw_cf *ab,
                       size_t n)
{
    for (size_t i = 0; i < PROBES * p->n; ++i) {
        const size_t trial = i / PROBES;
        PHW_TRY(phw_lab_channel_move(c, (uint32_t)trial));
        PHW_TRY(read_both(c, ab, ab + n, i % PROBES * 1009 + trial % 997));
        add_rows(p, trial, ab, ab + n, n);
    }
    return PHW_OK;
}

/* Of nodes it is in their entries, which an expectation leaves as they are. */
static double noise_of(const phw_lab_channel *c, unsigned party)
{
    if (phw_air_plan(c->air)->node[0].item != NULL)
        return phw_air_noise_variance(c->air, party);
    return phw_noise_variance(1, c->expected->value[PHW_SCENARIO_SNR_ALICE_DB + party]);
}

static phw_status add_reciprocity(phw_statistics *out, const pairing *p,
                                  const phw_lab_channel *c)
{
    double im = 0;
    const double turnaround_s = phw_air_instant(c->air, PHW_PARTY_ALICE, 0) -
                                phw_air_instant(c->air, PHW_PARTY_BOB, 0);
    phw_statistic rho = {.name = "reciprocity, correlation of the estimates"};
    (void)snprintf(rho.at, sizeof rho.at, "%.4g us apart", 1e6 * turnaround_s);
    phw_lab_channel_correlation(&rho.expected, &im, c, turnaround_s);
    rho.expected /=
        sqrt((1 + noise_of(c, PHW_PARTY_ALICE)) * (1 + noise_of(c, PHW_PARTY_BOB)));
    ratio(&rho, p, p->ab);
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
    pairing p = {0};
    phw_cf *a = NULL;
    PHW_TRY(phw_lab_channel_move(c, 0));
    const size_t n = (size_t)c->scenario->value[PHW_SCENARIO_SUBCARRIERS] *
                     phw_air_channels(c->air, PHW_PARTY_BOB);
    PHW_TRY(add_exact(out, c));
    if (!is_plain(c))
        return PHW_OK;
    phw_status s = phw_array_alloc(&a, 2 * n, sizeof *a);
    if (!s)
        s = alloc_pairing(&p, c->subject.n_trials);
    if (!s)
        s = pair(&p, c, read_estimates, a, n);
    if (!s)
        s = add_reciprocity(out, &p, c);
    free_pairing(&p);
    free(a);
    return s;
}

/* Metres between two nodes of the scenario. */
static double apart_m(const phw_scenario_item *a, const phw_scenario_item *b)
{
    double sum = 0;
    for (size_t i = 0; i < 3; ++i) {
        const double d =
            a->value[PHW_NODE_POSITION_M][i] - b->value[PHW_NODE_POSITION_M][i];
        sum += d * d;
    }
    return sqrt(sum);
}

/* Whether lines of sight to both draw the same phase: they are at one named site. */
static bool together(const phw_scenario_item *a, const phw_scenario_item *b)
{
    const char *site = phw_scenario_item_text(a, PHW_NODE_SITE);
    return *site != '\0' && strcmp(site, phw_scenario_item_text(b, PHW_NODE_SITE)) == 0;
}

/* What scatters hangs together by the angles of the waves, the lines of sight by the
 * lengths of their paths: sum p ((1 - s) R + s e^{-j 2 pi (d_eve - d_bob) / lambda}).
 */
static void expect_eve(double *re, double *im, phw_lab_channel *c)
{
    const phw_lab_plan *plan = phw_air_plan(c->air);
    const size_t at_eve = plan->observation[PHW_PARTY_EVE].receiver;
    const size_t at_bob = plan->observation[PHW_PARTY_BOB].receiver;
    const size_t at_hub = plan->observation[PHW_PARTY_BOB].sender;
    const phw_scenario_item *hub = plan->node[at_hub].item;
    const phw_scenario_item *eve = plan->node[at_eve].item;
    const phw_scenario_item *bob = plan->node[at_bob].item;
    const double wavelength_m = LIGHT_M_S / c->scenario->value[PHW_SCENARIO_CARRIER_HZ];
    double complex scattered = 0;
    double complex sum = 0;
    double total = 0;
    phw_network_correlation(re, im, phw_air_network(c->air), at_eve, at_bob, at_hub);
    scattered = CMPLX(*re, *im);
    const double turns = (apart_m(hub, eve) - apart_m(hub, bob)) / wavelength_m;
    const double complex line =
        together(eve, bob) ? CMPLX(cos(2 * M_PI * turns), -sin(2 * M_PI * turns)) : 0;
    for (size_t i = 0; i < c->source.n; ++i) {
        const double s = phw_process_steady(&c->model[i]);
        total += c->model[i].power;
        sum += c->model[i].power * ((1 - s) * scattered + s * line);
    }
    *re = creal(sum) / total;
    *im = cimag(sum) / total;
}

static phw_status eve(phw_statistics *out, phw_lab_channel *c)
{
    phw_cf ab[2 * PHW_TAPS_MAX];
    pairing p = {0};
    phw_statistic f = {.name = "Eve's correlation with Bob's channel, real",
                       .expected = c->expected->value[PHW_SCENARIO_EVE_CORRELATION]};
    PHW_TRY(phw_lab_channel_move(c, 0));
    const phw_lab_plan *plan = phw_air_plan(c->air);
    double im = 0;
    /* A law's stretching changes what hangs together. */
    if (plan->n_observers == 0 || *c->scenario->law != '\0')
        return PHW_OK;
    if (plan->node[0].item != NULL)
        expect_eve(&f.expected, &im, c);
    PHW_TRY(alloc_pairing(&p, c->subject.n_trials));
    phw_status s = pair(&p, c, read_overheard, ab, c->source.n);
    if (!s) {
        ratio(&f, &p, p.ab);
        s = phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
    }
    if (!s) {
        (void)snprintf(f.name, sizeof f.name,
                       "Eve's correlation with Bob's channel, imag.");
        f.expected = im;
        ratio(&f, &p, p.quadrature);
        s = phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
    }
    free_pairing(&p);
    return s;
}

static const struct {
    const char *name;
    phw_status (*run)(phw_statistics *out, phw_lab_channel *channel);
} check[] = {{"reciprocity", reciprocity}, {"eve", eve}};

const char *phw_lab_parties_name(size_t i)
{
    return i < sizeof check / sizeof check[0] ? check[i].name : NULL;
}

phw_status phw_lab_parties_check(phw_statistics *out, phw_lab_channel *channel,
                                 size_t i)
{
    return check[i].run(out, channel);
}
