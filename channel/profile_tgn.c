#include "channel/profile_tgn.h"

#include <math.h>

#include "channel/profile_table.h"
#include "channel/spectrum_bell.h"

/* What a model's `table` is: its delays are the rows. */
typedef struct model {
    const double *delay_ns;
    const phw_tgn_cluster *cluster;
    size_t n_clusters;
    double k_db; /* of the first tap before the breakpoint */
} model;

#define N_OF(array) (sizeof(array) / sizeof(array)[0])

static const double delay_a[] = {0};
static const double power_a1[] = {0};
static const phw_tgn_cluster cluster_a[] = {
    {power_a1, 0, 1, {45, 40}, {45, 40}},
};

static const double delay_b[] = {0, 10, 20, 30, 40, 50, 60, 70, 80};
static const double power_b1[] = {0, -5.4, -10.8, -16.2, -21.7};
static const double power_b2[] = {-3.2, -6.3, -9.4, -12.5, -15.6, -18.7, -21.8};
static const phw_tgn_cluster cluster_b[] = {
    {power_b1, 0, 5, {225.1, 14.4}, {4.3, 14.4}},
    {power_b2, 2, 7, {106.5, 25.4}, {118.4, 25.2}},
};

static const double delay_c[] = {0,  10, 20, 30,  40,  50,  60,
                                 70, 80, 90, 110, 140, 170, 200};
static const double power_c1[] = {0,     -2.1, -4.3,  -6.5,  -8.6,
                                  -10.8, -13,  -15.2, -17.3, -19.5};
static const double power_c2[] = {-5, -7.2, -9.3, -11.5, -13.7, -15.8, -18, -20.2};
static const phw_tgn_cluster cluster_c[] = {
    {power_c1, 0, 10, {13.5, 24.7}, {290.3, 24.6}},
    {power_c2, 6, 8, {56.4, 22.5}, {332.3, 22.4}},
};

static const double delay_d[] = {0,  10,  20,  30,  40,  50,  60,  70,  80,
                                 90, 110, 140, 170, 200, 240, 290, 340, 390};
static const double power_d1[] = {0,    -0.9, -1.7, -2.6,  -3.5,  -4.3,  -5.2,  -6.1,
                                  -6.9, -7.8, -9,   -11.1, -13.7, -16.3, -19.3, -23.2};
static const double power_d2[] = {-6.6, -9.5, -12.1, -14.7, -17.4, -21.9, -25.5};
static const double power_d3[] = {-18.8, -23.2, -25.2, -26.7};
static const phw_tgn_cluster cluster_d[] = {
    {power_d1, 0, 16, {332.1, 27.4}, {158.9, 27.7}},
    {power_d2, 10, 7, {49.3, 32.1}, {320.2, 31.4}},
    {power_d3, 14, 4, {275.9, 36.8}, {276.1, 37.4}},
};

static const double delay_e[] = {0,   10,  20,  30,  50,  80,  110, 140, 180,
                                 230, 280, 330, 380, 430, 490, 560, 640, 730};
static const double power_e1[] = {-2.6, -3,    -3.5,  -3.9,  -4.5,  -5.6,  -6.9, -8.2,
                                  -9.8, -11.7, -13.9, -16.1, -18.3, -20.5, -22.9};
static const double power_e2[] = {-1.8,  -3.2,  -4.5,  -5.8,  -7.1,  -9.9,
                                  -10.3, -14.3, -14.7, -18.7, -19.9, -22.4};
static const double power_e3[] = {-7.9, -9.6, -14.2, -13.8, -18.6, -18.1, -22.8};
static const double power_e4[] = {-20.6, -20.5, -20.7, -24.6};
static const phw_tgn_cluster cluster_e[] = {
    {power_e1, 0, 15, {105.6, 36.1}, {163.7, 35.8}},
    {power_e2, 4, 12, {293.1, 42.5}, {251.8, 41.6}},
    {power_e3, 8, 7, {61.9, 38}, {80, 37.4}},
    {power_e4, 14, 4, {275.7, 38.7}, {182, 40.3}},
};

static const double delay_f[] = {0,   10,  20,  30,  50,  80,  110, 140, 180,
                                 230, 280, 330, 400, 490, 600, 730, 880, 1050};
static const double power_f1[] = {-3.3, -3.6, -3.9, -4.2,  -4.6,  -5.3,  -6.2, -7.1,
                                  -8.2, -9.5, -11,  -12.5, -14.3, -16.7, -19.9};
static const double power_f2[] = {-1.8, -2.8,  -3.5,  -4.4,  -5.3,  -7.4,
                                  -7,   -10.3, -10.4, -13.8, -15.7, -19.9};
static const double power_f3[] = {-5.7, -6.7, -10.4, -9.6, -14.1, -12.7, -18.5};
static const double power_f4[] = {-8.8, -13.3, -18.7};
static const double power_f5[] = {-12.9, -14.2};
static const double power_f6[] = {-16.3, -21.2};
static const phw_tgn_cluster cluster_f[] = {
    {power_f1, 0, 15, {56.2, 41.6}, {315.1, 48}},
    {power_f2, 4, 12, {183.7, 55.2}, {180.4, 55}},
    {power_f3, 8, 7, {153, 47.4}, {74.7, 42}},
    {power_f4, 12, 3, {112.5, 27.2}, {251.5, 28.6}},
    {power_f5, 14, 2, {291, 33}, {68.5, 30.7}},
    {power_f6, 16, 2, {62.3, 38}, {246.2, 38.2}},
};

static const model model_a = {delay_a, cluster_a, N_OF(cluster_a), 0};
static const model model_b = {delay_b, cluster_b, N_OF(cluster_b), 0};
static const model model_c = {delay_c, cluster_c, N_OF(cluster_c), 0};
static const model model_d = {delay_d, cluster_d, N_OF(cluster_d), 3};
static const model model_e = {delay_e, cluster_e, N_OF(cluster_e), 6};
static const model model_f = {delay_f, cluster_f, N_OF(cluster_f), 6};

static const char *const yes_no[] = {"no", "yes", NULL};

static const phw_param param[] = {
    {.name = "los",
     .unit = "",
     .summary = "line of sight in the first tap, with the model's Rice factor",
     .max = 1,
     .choice = yes_no},
};

static void taps(phw_taps *out, const phw_profile *self, double delay_spread_s,
                 const phw_params *params)
{
    (void)delay_spread_s;
    const model *m = self->table;
    *out = (phw_taps){.n = self->n_rows};
    for (size_t i = 0; i < m->n_clusters; ++i) {
        const phw_tgn_cluster *c = &m->cluster[i];
        for (size_t l = 0; l < c->n; ++l)
            out->power[c->first + l] += pow(10, c->power_db[l] / 10);
    }
    for (size_t l = 0; l < out->n; ++l) {
        out->delay_s[l] = m->delay_ns[l] / 1e9;
        out->spectrum[l] = &phw_spectrum_bell;
    }
    if (params->value[0] > 0)
        out->steady[0] = phw_profile_steady(m->k_db);
}

const phw_tgn_cluster *phw_profile_tgn_cluster(const phw_profile *profile, size_t i)
{
    if (profile->taps != taps)
        return NULL;
    const model *m = profile->table;
    return i < m->n_clusters ? &m->cluster[i] : NULL;
}

#define REFERENCE "Erceg et al., IEEE 802.11-03/940r4, TGn channel models"

const phw_profile phw_profiles_tgn[PHW_N_PROFILES_TGN] = {
    {
        .name = "tgn-a",
        .summary = "1 tap, flat",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        .table = &model_a,
        .n_rows = N_OF(delay_a),
        .taps = taps,
    },
    {
        .name = "tgn-b",
        .summary = "9 taps, 2 clusters, home, 16 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        .table = &model_b,
        .n_rows = N_OF(delay_b),
        .taps = taps,
    },
    {
        .name = "tgn-c",
        .summary = "14 taps, 2 clusters, small office, 33 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        .table = &model_c,
        .n_rows = N_OF(delay_c),
        .taps = taps,
    },
    {
        .name = "tgn-d",
        .summary = "18 taps, 3 clusters, office, 50 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        .table = &model_d,
        .n_rows = N_OF(delay_d),
        .taps = taps,
    },
    {
        .name = "tgn-e",
        .summary = "18 taps, 4 clusters, large office, 99 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        .table = &model_e,
        .n_rows = N_OF(delay_e),
        .taps = taps,
    },
    {
        .name = "tgn-f",
        .summary = "18 taps, 6 clusters, large space, 149 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        .table = &model_f,
        .n_rows = N_OF(delay_f),
        .taps = taps,
    },
};
