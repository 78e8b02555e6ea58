#include "channel/profile_tdl.h"

#include <math.h>

/* A row of a table of TR 38.901. */
typedef struct row {
    double delay; /* in units of the RMS delay spread */
    double power_db;
} row;

/* Table 7.7.2-1. */
static const row table_a[] = {
    {0, -13.4},      {0.3819, 0},     {0.4025, -2.2},  {0.5868, -4},    {0.461, -6},
    {0.5375, -8.2},  {0.6708, -9.9},  {0.575, -10.5},  {0.7618, -7.5},  {1.5375, -15.9},
    {1.8978, -6.6},  {2.2242, -16.7}, {2.1718, -12.4}, {2.4942, -15.2}, {2.5119, -10.8},
    {3.0582, -11.3}, {4.081, -12.7},  {4.4579, -16.2}, {4.5695, -18.3}, {4.7966, -18.9},
    {5.0066, -16.6}, {5.3043, -19.9}, {9.6586, -29.7},
};

/* Table 7.7.2-2. */
static const row table_b[] = {
    {0, 0},          {0.1072, -2.2}, {0.2155, -4},    {0.2095, -3.2}, {0.287, -9.8},
    {0.2986, -1.2},  {0.3752, -3.4}, {0.5055, -5.2},  {0.3681, -7.6}, {0.3697, -3},
    {0.57, -8.9},    {0.5283, -9},   {1.1021, -4.8},  {1.2756, -5.7}, {1.5474, -7.5},
    {1.7842, -1.9},  {2.0169, -7.6}, {2.8294, -12.2}, {3.0219, -9.8}, {3.6187, -11.4},
    {4.1067, -14.9}, {4.279, -9.2},  {4.7834, -11.3},
};

/* Table 7.7.2-3. */
static const row table_c[] = {
    {0, -4.4},       {0.2099, -1.2},  {0.2219, -3.5},  {0.2329, -5.2},  {0.2176, -2.5},
    {0.6366, 0},     {0.6448, -2.2},  {0.656, -3.9},   {0.6584, -7.4},  {0.7935, -7.1},
    {0.8213, -10.7}, {0.9336, -11.1}, {1.2285, -5.1},  {1.3083, -6.8},  {2.1704, -8.7},
    {2.7105, -13.2}, {4.2589, -13.9}, {4.6003, -13.9}, {5.4902, -15.8}, {5.6077, -17.1},
    {6.3065, -16},   {6.6374, -15.7}, {7.0427, -21.6}, {8.6523, -22.8},
};

static phw_status fill(phw_taps *out, const row *table, size_t n, double delay_spread_s,
                       size_t n_taps)
{
    if (n_taps != 0 && n_taps != n)
        return phw_fail(PHW_EARG, "tdl: %zu taps; the table has %zu (0 takes them all)",
                        n_taps, n);
    phw_taps t = {.n = n};
    for (size_t l = 0; l < n; ++l) {
        t.delay_s[l] = table[l].delay * delay_spread_s;
        t.power[l] = pow(10, table[l].power_db / 10);
    }
    *out = t;
    return PHW_OK;
}

static phw_status taps_a(phw_taps *out, double delay_spread_s, size_t n_taps)
{
    return fill(out, table_a, sizeof table_a / sizeof table_a[0], delay_spread_s,
                n_taps);
}

static phw_status taps_b(phw_taps *out, double delay_spread_s, size_t n_taps)
{
    return fill(out, table_b, sizeof table_b / sizeof table_b[0], delay_spread_s,
                n_taps);
}

static phw_status taps_c(phw_taps *out, double delay_spread_s, size_t n_taps)
{
    return fill(out, table_c, sizeof table_c / sizeof table_c[0], delay_spread_s,
                n_taps);
}

const phw_profile phw_profile_tdl_a = {
    .name = "tdl-a",
    .summary = "23 taps, no line of sight, long tail",
    .reference = "3GPP TR 38.901, table 7.7.2-1",
    .taps = taps_a,
};

const phw_profile phw_profile_tdl_b = {
    .name = "tdl-b",
    .summary = "23 taps, no line of sight, dense early taps",
    .reference = "3GPP TR 38.901, table 7.7.2-2",
    .taps = taps_b,
};

const phw_profile phw_profile_tdl_c = {
    .name = "tdl-c",
    .summary = "24 taps, no line of sight, two early clusters",
    .reference = "3GPP TR 38.901, table 7.7.2-3",
    .taps = taps_c,
};
