#include "encrypt/uplink_attack_nulling.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

#define MOST PHW_UPLINK_ANTENNAS_MAX

enum {
    CHANNEL = 0,
    BLOCK
};

enum {
    KNOWN = 0,
    BLIND
};

static const char *const channels[] = {"known", "blind", NULL};

static const phw_param params_table[] = {
    {.name = "channel",
     .unit = "",
     .summary = "whether the noise's direction is known, or found in the covariance of "
                "what is received",
     .min = 0,
     .max = 1,
     .preset = KNOWN,
     .whole = true,
     .choice = channels},
    {.name = "block",
     .unit = "",
     .summary = "blind: pairs of half bits that one direction is found in; 0 is all",
     .min = 0,
     .max = 1e6,
     .preset = 0,
     .whole = true},
};

/* Steps of the power iteration: at a power ratio of 2 that leaves 2^-100. */
#define STEPS 100

/* The antennas' differences, and a model of the noise in them: power along a unit
 * direction, and receiver noise beside. */
typedef struct model {
    size_t n; /* antennas */
    phw_cf *d[MOST];
    double complex direction[MOST];
    double power;
    double receiver;
} model;

static double norm(const double complex *x, size_t n)
{
    double sum = 0;
    for (size_t a = 0; a < n; ++a)
        sum += creal(x[a]) * creal(x[a]) + cimag(x[a]) * cimag(x[a]);
    return sqrt(sum);
}

static void know(model *m, const phw_uplink_view *view, double noise)
{
    for (size_t a = 0; a < m->n; ++a)
        m->direction[a] = (double complex)view->noise_channel[a];
    const double size = norm(m->direction, m->n);
    for (size_t a = 0; a < m->n && size > 0; ++a)
        m->direction[a] /= size;
    m->power = noise * size * size;
}

/* The covariance of pairs [from, to), less the tag's own g g^H and plus |g|^2 I, which
 * keeps it positive. */
static void covariance(double complex r[MOST][MOST], const model *m,
                       const phw_uplink_view *view, size_t from, size_t to)
{
    double tag = 0;
    for (size_t a = 0; a < m->n; ++a)
        tag += phw_cf_power(view->tag[a]);
    for (size_t a = 0; a < m->n; ++a) {
        for (size_t b = 0; b < m->n; ++b) {
            double complex sum = 0;
            for (size_t i = from; i < to; ++i)
                sum += (double complex)m->d[a][i] * conj((double complex)m->d[b][i]);
            r[a][b] = sum / (double)(to - from) + (a == b ? tag : 0) -
                      (double complex)view->tag[a] * conj((double complex)view->tag[b]);
        }
    }
}

static double complex row_times(const double complex *row, const double complex *x,
                                size_t n)
{
    double complex sum = 0;
    for (size_t b = 0; b < n; ++b)
        sum += row[b] * x[b];
    return sum;
}

/* The strongest direction by power iteration, from the strongest antenna's column. */
static void find(model *m, const phw_uplink_view *view, size_t from, size_t to)
{
    double complex r[MOST][MOST] = {{0}};
    covariance(r, m, view, from, to);
    size_t strongest = 0;
    double tag = 0;
    for (size_t a = 0; a < m->n; ++a) {
        tag += phw_cf_power(view->tag[a]);
        if (creal(r[a][a]) > creal(r[strongest][strongest]))
            strongest = a;
    }
    double complex x[MOST];
    double size = 0;
    for (size_t a = 0; a < m->n; ++a)
        x[a] = r[a][strongest];
    for (int step = 0; step < STEPS; ++step) {
        size = norm(x, m->n);
        for (size_t a = 0; a < m->n; ++a)
            m->direction[a] = size > 0 ? x[a] / size : 0;
        for (size_t a = 0; a < m->n; ++a)
            x[a] = row_times(r[a], m->direction, m->n);
    }
    m->power = fmax(0, norm(x, m->n) - tag - m->receiver);
}

/* 4 Re(g^H R^-1 d), R = P u u^H + z I:
 * R^-1 = (I - u u^H P / (P + z)) / z (Sherman and Morrison). */
static double ratio(const model *m, const phw_uplink_view *view, size_t i)
{
    double complex plain = 0;
    double complex on_noise = 0;
    double complex tag_on_noise = 0;
    for (size_t a = 0; a < m->n; ++a) {
        const double complex d = (double complex)m->d[a][i];
        const double complex g = (double complex)view->tag[a];
        plain += conj(g) * d;
        on_noise += conj(m->direction[a]) * d;
        tag_on_noise += conj(m->direction[a]) * g;
    }
    const double share = m->power / (m->power + m->receiver);
    return 4 * creal(plain - share * conj(tag_on_noise) * on_noise) / m->receiver;
}

static void decide(float *pair, model *m, const phw_uplink_view *view,
                   const phw_params *params, size_t n)
{
    const size_t wanted = (size_t)params->value[BLOCK];
    size_t block = wanted > 0 && wanted < n ? wanted : n;
    for (size_t from = 0; from < n; from += block) {
        /* The last block is full, too: it reaches back. */
        const size_t start = from + block <= n ? from : n - block;
        if (params->value[CHANNEL] > KNOWN)
            find(m, view, start, start + block);
        for (size_t i = from; i < start + block; ++i)
            pair[i] = (float)ratio(m, view, i);
    }
}

static phw_status run(float *pair, const phw_uplink_view *view,
                      const phw_params *params)
{
    const size_t n = phw_uplink_view_pairs(view);
    double noise = 0;
    model m = {.n = view->n_antennas};
    PHW_TRY(phw_uplink_view_powers(&noise, &m.receiver, view));
    know(&m, view, noise);
    phw_status s = PHW_OK;
    for (size_t a = 0; a < m.n && !s; ++a) {
        s = phw_array_alloc(&m.d[a], n, sizeof *m.d[a]);
        if (!s)
            s = phw_uplink_view_differences(m.d[a], view, a);
    }
    if (!s)
        decide(pair, &m, view, params, n);
    for (size_t a = 0; a < m.n; ++a)
        free(m.d[a]);
    return s;
}

const phw_uplink_attack phw_uplink_attack_nulling = {
    .name = "nulling",
    .summary = "two antennas or more, combined so that the noise's direction is nulled",
    .reference = "Tippenhauer et al., IEEE S&P 2013; (P h h^H + sigma^2 I)^-1 g",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_antennas_min = 2,
    .run = run,
};
