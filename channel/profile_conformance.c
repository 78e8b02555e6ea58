#include "channel/profile_conformance.h"

#include "channel/profile_table.h"

static const phw_profile_row tdla30[] = {
    {0, -15.5},  {10, 0},     {15, -5.1}, {20, -5.1},   {25, -9.6},   {50, -8.2},
    {65, -13.1}, {75, -11.5}, {105, -11}, {135, -16.2}, {150, -16.6}, {290, -26.2},
};

static const phw_profile_row tdlb100[] = {
    {0, 0},     {10, -2.2},  {20, -0.6},  {30, -0.6},  {35, -0.3},  {45, -1.2},
    {55, -5.9}, {120, -2.2}, {170, -0.8}, {245, -6.3}, {330, -7.5}, {480, -7.1},
};

static const phw_profile_row tdlc300[] = {
    {0, -6.9}, {65, 0},     {70, -7.7},  {190, -2.5}, {195, -2.4},   {200, -9.9},
    {240, -8}, {325, -6.6}, {520, -7.1}, {1045, -13}, {1510, -14.2}, {2595, -16},
};

const phw_profile phw_profiles_conformance[PHW_N_PROFILES_CONFORMANCE] = {
    {
        .name = "tdla30",
        .summary = "12 taps, TDL-A's conformance channel, 30 ns rms",
        .reference = "3GPP TS 38.101-4, annex B.2.1; TS 38.104, G.2.1.1",
        PHW_PROFILE_TABLE(tdla30),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "tdlb100",
        .summary = "12 taps, TDL-B's conformance channel, 100 ns rms",
        .reference = "3GPP TS 38.101-4, annex B.2.1; TS 38.104, G.2.1.1",
        PHW_PROFILE_TABLE(tdlb100),
        .taps = phw_profile_table_taps,
    },
    {
        .name = "tdlc300",
        .summary = "12 taps, TDL-C's conformance channel, 300 ns rms",
        .reference = "3GPP TS 38.101-4, annex B.2.1; TS 38.104, G.2.1.1",
        PHW_PROFILE_TABLE(tdlc300),
        .taps = phw_profile_table_taps,
    },
};
