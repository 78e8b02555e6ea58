#include "channel/network_waves.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "channel/angles.h"
#include "channel/crossfade.h"
#include "channel/fading.h"
#include "channel/phasor.h"
#include "channel/spectra.h"
#include "core/rng.h"
#include "core/signal.h"
#include "core/vectorised.h"

/* The next draw takes over during this share of a redraw. */
#define FADE PHW_NETWORK_REDRAW_FADE

/* Uniforms of a wave: azimuth and height at either end, shift, phase. */
#define UNIFORMS 6

/* Words of a wave in a draw: its uniforms, and one for each of two permutations. */
#define WORDS (UNIFORMS + 2)

/* What a wave is: directions at both ends, cycles a wavelength; shift, Hz; turns. */
enum {
    UX = 0,
    UY,
    UZ,
    VX,
    VY,
    VZ,
    SHIFT,
    PHASE,
    N_FIELDS
};

/* The waves of a tap of a pair of sites: n_waves of each field. */
typedef struct draw {
    bool filled;
    int64_t number;
    double *field;
} draw;

typedef struct tap {
    double redraw_s; /* 0: never */
    draw draw[2];    /* even and odd numbers */
} tap;

typedef struct pair {
    size_t s;
    size_t r;
    tap *tap; /* those of the profile */
} pair;

/* Displacements within a site whose correlation is remembered. */
#define N_KEPT 256

typedef struct remembered {
    size_t site;
    double d[3];
    float scale; /* 0: none yet */
} remembered;

struct phw_network_waves {
    const phw_network_config *config;
    size_t n_waves;
    double wavelength_m;
    double reach_s;              /* the latest instant */
    float gain;                  /* N^{-1/2} */
    phw_angles_sampler *sampler; /* of each site */
    pair *pair;
    size_t n_pairs;
    double *turn;    /* scratch: n_waves */
    float *uniform;  /* scratch: UNIFORMS n_waves */
    uint32_t *order; /* scratch: n_waves */
    remembered kept[N_KEPT];
};

static phw_status allocate(phw_network_waves *f)
{
    PHW_TRY(phw_array_alloc(&f->sampler, f->config->n_sites, sizeof *f->sampler));
    PHW_TRY(phw_array_alloc(&f->pair, f->n_pairs, sizeof *f->pair));
    PHW_TRY(phw_array_alloc(&f->turn, f->n_waves, sizeof *f->turn));
    PHW_TRY(phw_array_alloc(&f->uniform, f->n_waves * UNIFORMS, sizeof *f->uniform));
    return phw_array_alloc(&f->order, f->n_waves, sizeof *f->order);
}

/* The greatest variance, Hz^2, of the shifts that a node of the site makes. */
static double motion_variance(const phw_network_waves *f, size_t site)
{
    double greatest = 0;
    for (size_t i = 0; i < f->config->n_nodes; ++i) {
        const phw_node *node = &f->config->node[i];
        if (node->site != site)
            continue;
        const double *v = node->velocity_m_s;
        const double square = phw_angles_variance(&f->config->site[site].angles, v);
        greatest = fmax(greatest, square / (f->wavelength_m * f->wavelength_m));
    }
    return greatest;
}

/* The variance, Hz^2, of the scatterers' own shifts. */
static double own_variance(const phw_network_config *config, size_t l)
{
    const double own_hz = fmax(config->doppler_hz, 0);
    const phw_spectrum_choice spectrum = phw_network_config_spectrum(config, l);
    double mean;
    double square;
    phw_spectrum_moments(&mean, &square, &spectrum);
    return own_hz * own_hz * fmax(square - mean * mean, 0);
}

/* How often tap l of two sites is drawn anew, s. */
static double redraw_s(const phw_network_config *config, const pair *p, size_t l,
                       double variance)
{
    const double periods = config->redraw_periods;
    const double shift_hz = periods > 0
                                ? phw_network_config_pair_doppler_hz(config, p->s, p->r)
                                : sqrt(2 * (variance + own_variance(config, l)));
    if (!(shift_hz > 0))
        return 0;
    return (periods > 0 ? periods : PHW_NETWORK_REDRAW_PRESET) / shift_hz;
}

static phw_status set_clock(phw_network_waves *f, pair *p)
{
    const size_t n_taps = f->config->taps.n;
    const double variance = motion_variance(f, p->s) + motion_variance(f, p->r);
    PHW_TRY(phw_array_alloc(&p->tap, n_taps, sizeof *p->tap));
    for (size_t l = 0; l < n_taps; ++l)
        p->tap[l].redraw_s = redraw_s(f->config, p, l, variance);
    return PHW_OK;
}

static phw_status prepare(phw_network_waves *f)
{
    const phw_network_config *c = f->config;
    f->n_waves = c->n_waves != 0 ? c->n_waves : PHW_NETWORK_WAVES_PRESET;
    f->gain = (float)(1 / sqrt((double)f->n_waves));
    f->wavelength_m = phw_network_config_wavelength_m(c);
    f->n_pairs = c->n_sites * (c->n_sites + 1) / 2;
    const double shift_hz = phw_network_config_doppler_hz(c);
    f->reach_s = shift_hz > 0 ? PHW_FADING_TURNS_MAX / shift_hz : HUGE_VAL;
    PHW_TRY(allocate(f));
    for (size_t s = 0; s < c->n_sites; ++s)
        phw_angles_sampler_fill(&f->sampler[s], &c->site[s].angles);
    for (size_t s = 0; s < c->n_sites; ++s)
        for (size_t r = s; r < c->n_sites; ++r)
            f->pair[phw_network_site_pair(c->n_sites, s, r)] = (pair){.s = s, .r = r};
    for (size_t i = 0; i < f->n_pairs; ++i)
        PHW_TRY(set_clock(f, &f->pair[i]));
    return PHW_OK;
}

phw_status phw_network_waves_create(phw_network_waves **out,
                                    const phw_network_config *config)
{
    phw_network_waves *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->config = config;
    const phw_status s = prepare(f);
    if (s) {
        phw_network_waves_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_network_waves_destroy(phw_network_waves *waves)
{
    if (waves == NULL)
        return;
    for (size_t i = 0; waves->pair != NULL && i < waves->n_pairs; ++i) {
        tap *t = waves->pair[i].tap;
        for (size_t l = 0; t != NULL && l < waves->config->taps.n; ++l) {
            free(t[l].draw[0].field);
            free(t[l].draw[1].field);
        }
        free(t);
    }
    free(waves->sampler);
    free(waves->pair);
    free(waves->turn);
    free(waves->uniform);
    free(waves->order);
    free(waves);
}

void phw_network_waves_reset(phw_network_waves *waves)
{
    for (size_t i = 0; i < waves->n_pairs; ++i) {
        for (size_t l = 0; l < waves->config->taps.n; ++l) {
            waves->pair[i].tap[l].draw[0].filled = false;
            waves->pair[i].tap[l].draw[1].filled = false;
        }
    }
}

/* A permutation of the waves from words [from, from + n) (Fisher and Yates). */
static void shuffle(phw_network_waves *f, const phw_rng *rng, uint64_t from)
{
    for (size_t i = 0; i < f->n_waves; ++i)
        f->order[i] = (uint32_t)i;
    for (size_t i = f->n_waves - 1; i > 0; --i) {
        const uint32_t k = phw_rng_below(rng, from + i, (uint32_t)i + 1);
        const uint32_t kept = f->order[i];
        f->order[i] = f->order[k];
        f->order[k] = kept;
    }
}

static void fill_directions(double *field, size_t n, size_t i,
                            const phw_angles_sampler *sampler, double u, double v)
{
    double direction[3];
    phw_angles_direction(direction, sampler, u, v);
    for (size_t c = 0; c < 3; ++c)
        field[c * n + i] = direction[c];
}

/* The waves of one tap: even shares at the first end, the others' in random order. */
static void fill_tap(phw_network_waves *f, const pair *p, double *field, size_t l,
                     int64_t number)
{
    const size_t n = f->n_waves;
    const uint64_t from = (uint64_t)number * WORDS * n;
    const size_t sub =
        phw_network_site_pair(f->config->n_sites, p->s, p->r) * PHW_TAPS_MAX + l;
    const phw_rng rng = {.seed = f->config->seed,
                         .purpose = PHW_RNG_PURPOSE(PHW_RNG_FADING, sub),
                         .trial = f->config->trial};
    phw_rng_uniform(f->uniform, &rng, from, n * UNIFORMS);
    for (size_t i = 0; i < n; ++i) {
        const float *u = f->uniform + i * UNIFORMS;
        fill_directions(field + UX * n, n, i, &f->sampler[p->s],
                        ((double)i + (double)u[0]) / (double)n, (double)u[1]);
        field[PHASE * n + i] = (double)u[5];
    }
    shuffle(f, &rng, from + UNIFORMS * n);
    for (size_t i = 0; i < n; ++i) {
        const float *u = f->uniform + i * UNIFORMS;
        fill_directions(field + VX * n, n, i, &f->sampler[p->r],
                        ((double)f->order[i] + (double)u[2]) / (double)n, (double)u[3]);
    }
    const double own_hz = fmax(f->config->doppler_hz, 0);
    const phw_spectrum_choice spectrum = phw_network_config_spectrum(f->config, l);
    shuffle(f, &rng, from + (UNIFORMS + 1) * n);
    for (size_t i = 0; own_hz > 0 && i < n; ++i) {
        const double u = (double)f->uniform[i * UNIFORMS + 4];
        field[SHIFT * n + i] =
            own_hz *
            phw_spectrum_quantile(&spectrum, ((double)f->order[i] + u) / (double)n);
    }
}

static phw_status find_draw(const draw **out, phw_network_waves *f, const pair *p,
                            size_t l, int64_t number)
{
    draw *d = &p->tap[l].draw[(uint64_t)number & 1];
    if (d->field == NULL)
        PHW_TRY(phw_array_alloc(&d->field, N_FIELDS * f->n_waves, sizeof *d->field));
    if (!d->filled || d->number != number) {
        fill_tap(f, p, d->field, l, number);
        d->number = number;
        d->filled = true;
    }
    *out = d;
    return PHW_OK;
}

/* Where an antenna is at an instant, in wavelengths. */
static void locate(double out[3], const phw_network_waves *f, size_t node, size_t i,
                   double time_s)
{
    const phw_node *at = &f->config->node[node];
    phw_array_element(out, &at->array, i);
    for (int c = 0; c < 3; ++c)
        out[c] += (at->position_m[c] + at->velocity_m_s[c] * time_s) / f->wavelength_m;
}

PHW_VECTORISED
static void turn_waves(double *turn, const double *field, size_t n, const double x[3],
                       const double y[3])
{
    for (size_t i = 0; i < n; ++i)
        turn[i] = field[PHASE * n + i] +
                  ((field[UX * n + i] * x[0] + field[VX * n + i] * y[0]) +
                   (field[UY * n + i] * x[1] + field[VY * n + i] * y[1]) +
                   (field[UZ * n + i] * x[2] + field[VZ * n + i] * y[2]));
}

/* sum_n e^{j 2 pi (phi_n + u_n.x + v_n.y + f_n t)}. */
static phw_cf sum_waves(const phw_network_waves *f, const double *field,
                        const double x[3], const double y[3], double time_s)
{
    turn_waves(f->turn, field, f->n_waves, x, y);
    return phw_phasor_sum(field + SHIFT * f->n_waves, f->turn, f->n_waves, time_s);
}

/* The draws of a tap that are at work at an instant, one or two, and their weights. */
typedef struct parts {
    size_t n;
    const draw *draw[2];
    float weight[2];
} parts;

/* The taps between two antennas at an instant. */
typedef struct path {
    double x[3]; /* wavelengths */
    double y[3];
    double time_s;
    bool own; /* within one site */
    float scale;
    phw_cf *to;
    size_t stride;
    size_t n_taps;
} path;

static void add_parts(const phw_network_waves *f, const parts *work, const path *at)
{
    for (size_t l = 0; l < at->n_taps; ++l) {
        phw_cf *out = at->to + l * at->stride;
        *out = 0;
        for (size_t k = 0; k < work[l].n; ++k) {
            const double *field = work[l].draw[k]->field;
            phw_cf sum = sum_waves(f, field, at->x, at->y, at->time_s);
            if (at->own)
                sum += sum_waves(f, field, at->y, at->x, at->time_s);
            *out += work[l].weight[k] * at->scale * sum;
        }
    }
}

static phw_status find_parts(parts *out, phw_network_waves *f, const pair *p, size_t l,
                             double time_s)
{
    const double share_s = p->tap[l].redraw_s;
    phw_crossfade at = {0};
    if (share_s > 0)
        at = phw_crossfade_place(time_s, share_s, FADE * share_s);
    out->n = 1;
    out->weight[0] = f->gain * (float)cos(at.angle);
    PHW_TRY(find_draw(&out->draw[0], f, p, l, at.number));
    if (!(at.angle > 0))
        return PHW_OK;
    out->n = 2;
    out->weight[1] = f->gain * (float)sin(at.angle);
    return find_draw(&out->draw[1], f, p, l, at.number + 1);
}

/* Of the sum over both orders of the ends, which within a site has 2 (1 + |R|^2) times
 * the power of one. */
static float symmetric_scale(phw_network_waves *f, size_t site, const path *at)
{
    const double d[3] = {at->x[0] - at->y[0], at->x[1] - at->y[1], at->x[2] - at->y[2]};
    uint64_t bits[3];
    memcpy(bits, d, sizeof bits);
    const uint64_t mixed =
        (bits[0] + 3 * bits[1] + 5 * bits[2] + site) * 0x9E3779B97F4A7C15;
    remembered *k = &f->kept[(mixed >> 32) % N_KEPT];
    if (k->scale > 0 && k->site == site && k->d[0] == d[0] && k->d[1] == d[1] &&
        k->d[2] == d[2])
        return k->scale;
    double re;
    double im;
    phw_angles_correlation(&re, &im, &f->config->site[site].angles, d);
    *k = (remembered){.site = site,
                      .scale = (float)(1 / sqrt(2 * (1 + re * re + im * im)))};
    memcpy(k->d, d, sizeof d);
    return k->scale;
}

phw_status phw_network_waves_read(phw_network_waves *waves,
                                  const phw_network_block *block, size_t n_taps,
                                  size_t a, size_t b, double time_s)
{
    const phw_node *node = waves->config->node;
    const size_t s = node[a].site;
    const size_t r = node[b].site;
    if (!(fabs(time_s) <= waves->reach_s))
        return phw_fail(
            PHW_EARG, "network: instant %g s is too far for the nodes' motion", time_s);
    parts work[PHW_TAPS_MAX] = {{0}};
    const pair *of = &waves->pair[phw_network_site_pair(waves->config->n_sites, s, r)];
    for (size_t l = 0; l < n_taps; ++l)
        PHW_TRY(find_parts(&work[l], waves, of, l, time_s));
    const size_t n_b = phw_array_size(&node[b].array);
    const size_t n_pairs = phw_array_size(&node[a].array) * n_b;
    path at = {.time_s = time_s,
               .own = s == r,
               .scale = 1,
               .stride = block->tap,
               .n_taps = n_taps};
    for (size_t i = 0; i < n_pairs; ++i) {
        locate(at.x, waves, a, i / n_b, time_s);
        locate(at.y, waves, b, i % n_b, time_s);
        at.to = block->out + i / n_b * block->first + i % n_b * block->second;
        if (at.own)
            at.scale = symmetric_scale(waves, s, &at);
        add_parts(waves, work, &at);
    }
    return PHW_OK;
}
