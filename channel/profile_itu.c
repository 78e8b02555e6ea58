#include "channel/profile_itu.h"

#include "channel/profile_table.h"

static const phw_profile_row vehicular_a[] = {
    {0, 0}, {310, -1}, {710, -9}, {1090, -10}, {1730, -15}, {2510, -20},
};

static const phw_profile_row vehicular_b[] = {
    {0, -2.5}, {300, 0}, {8900, -12.8}, {12900, -10}, {17100, -25.2}, {20000, -16},
};

static const phw_profile_row pedestrian_a[] = {
    {0, 0},
    {110, -9.7},
    {190, -19.2},
    {410, -22.8},
};

static const phw_profile_row pedestrian_b[] = {
    {0, 0}, {200, -0.9}, {800, -4.9}, {1200, -8}, {2300, -7.8}, {3700, -23.9},
};

const phw_profile phw_profiles_itu[PHW_N_PROFILES_ITU] = {
    {
        .name = "itu-vehicular-a",
        .summary = "6 taps, vehicular, 370 ns rms",
        .reference = "Recommendation ITU-R M.1225, annex 2, table 5",
        PHW_PROFILE_TABLE(vehicular_a),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "itu-vehicular-b",
        .summary = "6 taps, vehicular, 4.0 us rms",
        .reference = "Recommendation ITU-R M.1225, annex 2, table 5",
        PHW_PROFILE_TABLE(vehicular_b),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "itu-pedestrian-a",
        .summary = "4 taps, outdoor to indoor and pedestrian, 46 ns rms",
        .reference = "Recommendation ITU-R M.1225, annex 2, table 4",
        PHW_PROFILE_TABLE(pedestrian_a),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "itu-pedestrian-b",
        .summary = "6 taps, outdoor to indoor and pedestrian, 633 ns rms",
        .reference = "Recommendation ITU-R M.1225, annex 2, table 4",
        PHW_PROFILE_TABLE(pedestrian_b),
        .taps = phw_profile_table_taps,
    },
};
