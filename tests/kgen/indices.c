#include "kgen/indices.h"

#include "tests/kgen/pair.h"

/* Signs of x[n] where |x| > band. */
static phw_raw outside(const double *x, size_t n, double band)
{
    phw_raw raw = {.n_components = 1};
    raw.component = calloc(1, sizeof *raw.component);
    phw_raw_component *k = raw.component;
    k->symbol = calloc(n, 1);
    k->row = calloc(n, sizeof *k->row);
    k->n_bits = 1;
    cr_assert(k->symbol != NULL && k->row != NULL);
    for (size_t i = 0; i < n; ++i) {
        if (fabs(x[i]) <= band)
            continue;
        k->symbol[k->n] = x[i] > 0;
        k->row[k->n++] = i;
    }
    return raw;
}

static const uint8_t one_plane[1] = {1};

/* Of a white series the list tells nothing: 2 ln 2 times the count is chi-square of
 * 2 (5 - 1) degrees of freedom, 8 within 5 * 4 for chance, and rounded up. */
Test(indices, of_a_white_series_cost_next_to_nothing)
{
    double *x = normals(20000, 1);
    phw_raw raw = outside(x, 20000, 0.6);
    cr_expect_leq(phw_indices_charge(&raw, one_plane), 28 / (2 * M_LN2) + 1);
    phw_raw_free(&raw);
    free(x);
}

static double entropy(double p)
{
    return p > 0 && p < 1 ? -p * log2(p) - (1 - p) * log2(1 - p) : 0;
}

/* x_t = 0.95 x_(t-1) + w. Given the bit before, how often the next one is the same at
 * each gap is counted here in another way: the entropy that the average over gaps has
 * too much. */
Test(indices, of_a_series_with_memory_cost_what_gaps_tell)
{
    enum {
        N = 200000
    };

    double *x = normals(N, 2);
    for (size_t i = 1; i < N; ++i)
        x[i] = 0.95 * x[i - 1] + sqrt(1 - 0.95 * 0.95) * x[i];
    phw_raw raw = outside(x, N, 0.6);
    const phw_raw_component *k = raw.component;
    double same[5] = {0};
    double all[5] = {0};
    for (size_t i = 1; i < k->n; ++i) {
        const size_t gap = k->row[i] - k->row[i - 1];
        const unsigned g = gap == 1   ? 0
                           : gap == 2 ? 1
                           : gap <= 4 ? 2
                           : gap <= 8 ? 3
                                      : 4;
        same[g] += k->symbol[i] == k->symbol[i - 1];
        all[g] += 1;
    }
    double sum[2] = {0, 0};
    double given = 0;
    for (unsigned g = 0; g < 5; ++g) {
        given += all[g] * entropy(same[g] / all[g]);
        sum[0] += same[g];
        sum[1] += all[g];
    }
    const double average = sum[1] * entropy(sum[0] / sum[1]);
    const double charge = (double)phw_indices_charge(&raw, one_plane);
    /* Both sides apart count at most 9 degrees of freedom more. */
    cr_expect_gt(average - given, 1000);
    cr_expect_geq(charge, average - given - 1);
    cr_expect_leq(charge, average - given + 40);
    phw_raw_free(&raw);
    free(x);
}

Test(indices, of_planes_that_stay_behind_and_of_a_fixed_step_cost_nothing)
{
    double *x = normals(3000, 3);
    phw_raw raw = outside(x, 3000, 0);
    static const uint8_t none[1] = {0};
    cr_expect_eq(phw_indices_charge(&raw, one_plane), 0);
    for (size_t i = 0; i < raw.component->n; ++i)
        raw.component->row[i] *= 4;
    cr_expect_eq(phw_indices_charge(&raw, one_plane), 0);
    phw_raw_free(&raw);
    raw = outside(x, 3000, 0.5);
    cr_expect_eq(phw_indices_charge(&raw, none), 0);
    phw_raw_free(&raw);
    free(x);
}
