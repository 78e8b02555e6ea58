#include "channel/profile_lte.h"

#include "channel/profile_table.h"

static const phw_profile_row epa[] = {
    {0, 0}, {30, -1}, {70, -2}, {90, -3}, {110, -8}, {190, -17.2}, {410, -20.8},
};

static const phw_profile_row eva[] = {
    {0, 0},      {30, -1.5}, {150, -1.4}, {310, -3.6},   {370, -0.6},
    {710, -9.1}, {1090, -7}, {1730, -12}, {2510, -16.9},
};

static const phw_profile_row etu[] = {
    {0, -1},  {50, -1},   {120, -1},  {200, 0},   {230, 0},
    {500, 0}, {1600, -3}, {2300, -5}, {5000, -7},
};

const phw_profile phw_profiles_lte[PHW_N_PROFILES_LTE] = {
    {
        .name = "epa",
        .summary = "7 taps, LTE extended pedestrian A, 43 ns rms",
        .reference = "3GPP TS 36.104, table B.2-2",
        PHW_PROFILE_TABLE(epa),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "eva",
        .summary = "9 taps, LTE extended vehicular A, 357 ns rms",
        .reference = "3GPP TS 36.104, table B.2-3",
        PHW_PROFILE_TABLE(eva),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "etu",
        .summary = "9 taps, LTE extended typical urban, 991 ns rms",
        .reference = "3GPP TS 36.104, table B.2-4",
        PHW_PROFILE_TABLE(etu),
        .taps = phw_profile_table_taps,
    },
};
