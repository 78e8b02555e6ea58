#include "channel/profile_cost259.h"

#include "channel/profile_cost207.h"
#include "channel/profile_table.h"

/* COST 207's factor, for want of another. */
static const phw_param param[] = {PHW_PROFILE_K_DB(PHW_PROFILE_COST207_K_DB)};

static const phw_profile_row tux[] = {
    {0, -5.7},     {217, -7.6},   {512, -10.1},  {514, -10.2},  {517, -10.2},
    {674, -11.5},  {882, -13.4},  {1230, -16.3}, {1287, -16.9}, {1311, -17.1},
    {1349, -17.4}, {1533, -19},   {1535, -19},   {1622, -19.8}, {1818, -21.5},
    {1836, -21.6}, {1884, -22.1}, {1943, -22.6}, {2048, -23.5}, {2140, -24.3},
};

static const phw_profile_row rax[] = {
    {0, -5.2},    {42, -6.4},   {101, -8.4},  {129, -9.3},  {149, -10},
    {245, -13.1}, {312, -15.3}, {410, -18.5}, {469, -20.4}, {528, -22.4},
};

static const phw_profile_row htx[] = {
    {0, -3.6},      {356, -8.9},    {441, -10.2},   {528, -11.5},   {546, -11.8},
    {609, -12.7},   {625, -13},     {842, -16.2},   {916, -17.3},   {941, -17.7},
    {15000, -17.6}, {16172, -22.7}, {16492, -24.1}, {16876, -25.8}, {16882, -25.8},
    {16978, -26.2}, {17615, -29},   {17827, -29.9}, {17849, -30},   {18016, -30.7},
};

static void rural(phw_taps *out, const phw_profile *self, double delay_spread_s,
                  const phw_params *params)
{
    phw_profile_table_taps(out, self, delay_spread_s, params);
    out->steady[0] = phw_profile_steady(params->value[0]);
}

const phw_profile phw_profiles_cost259[PHW_N_PROFILES_COST259] = {
    {
        .name = "cost259-tux",
        .summary = "20 taps, typical urban, 500 ns rms",
        .reference = "3GPP TR 25.943, table 5.1",
        PHW_PROFILE_TABLE(tux),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "cost259-rax",
        .summary = "10 taps, rural area with a line of sight, 100 ns rms",
        .reference = "3GPP TR 25.943, table 5.2",
        .param = param,
        .n_params = 1,
        PHW_PROFILE_TABLE(rax),
        .taps = rural,
    },
    {
        .name = "cost259-htx",
        .summary = "20 taps, hilly terrain, 3.0 us rms",
        .reference = "3GPP TR 25.943, table 5.3",
        PHW_PROFILE_TABLE(htx),
        .taps = phw_profile_table_taps,
    },
};
