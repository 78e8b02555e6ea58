#include "channel/profile_cost207.h"

#include <math.h>

#include "channel/profile_table.h"
#include "channel/spectrum_gauss.h"

#define REFERENCE \
    "COST 207, Digital land mobile radio communications, 1989; ETSI GSM 05.05, annex C"

typedef enum scatter {
    CLARKE,
    GAUSS_1,
    GAUSS_2
} scatter;

typedef struct row {
    double delay_ns;
    double power_db;
    scatter scatter;
} row;

/* The direct and the scattered part of a rural first tap have the amplitudes 0.91 and
 * 0.41: K = (0.91 / 0.41)^2. */
static const phw_param param[] = {PHW_PROFILE_K_DB(PHW_PROFILE_COST207_K_DB)};

static const row ra[] = {
    {0, 0, CLARKE},
    {200, -2, CLARKE},
    {400, -10, CLARKE},
    {600, -20, CLARKE},
};

static const row ra6[] = {
    {0, 0, CLARKE},     {100, -4, CLARKE},  {200, -8, CLARKE},
    {300, -12, CLARKE}, {400, -16, CLARKE}, {500, -20, CLARKE},
};

static const row tu[] = {
    {0, -3, CLARKE},     {200, 0, CLARKE},    {600, -2, GAUSS_1},
    {1600, -6, GAUSS_1}, {2400, -8, GAUSS_2}, {5000, -10, GAUSS_2},
};

static const row tu6alt[] = {
    {0, -3, CLARKE},     {200, 0, CLARKE},    {500, -2, CLARKE},
    {1600, -6, GAUSS_1}, {2300, -8, GAUSS_2}, {5000, -10, GAUSS_2},
};

static const row tu12[] = {
    {0, -4, CLARKE},     {200, -3, CLARKE},    {400, 0, CLARKE},
    {600, -2, GAUSS_1},  {800, -3, GAUSS_1},   {1200, -5, GAUSS_1},
    {1400, -7, GAUSS_1}, {1800, -5, GAUSS_1},  {2400, -6, GAUSS_2},
    {3000, -9, GAUSS_2}, {3200, -11, GAUSS_2}, {5000, -10, GAUSS_2},
};

static const row tu12alt[] = {
    {0, -4, CLARKE},       {200, -3, CLARKE},    {400, 0, CLARKE},
    {600, -2.6, CLARKE},   {800, -3, GAUSS_1},   {1200, -5, GAUSS_1},
    {1400, -7, GAUSS_1},   {1800, -5, GAUSS_1},  {2400, -6.5, GAUSS_2},
    {3000, -8.6, GAUSS_2}, {3200, -11, GAUSS_2}, {5000, -10, GAUSS_2},
};

static const row bu[] = {
    {0, -3, CLARKE},     {400, 0, CLARKE},    {1000, -3, GAUSS_1},
    {1600, -5, GAUSS_1}, {5000, -2, GAUSS_2}, {6600, -4, GAUSS_2},
};

static const row bu6alt[] = {
    {0, -2.5, CLARKE},   {300, 0, CLARKE},    {1000, -3, GAUSS_1},
    {1600, -5, GAUSS_1}, {5000, -2, GAUSS_2}, {6600, -4, GAUSS_2},
};

static const row bu12[] = {
    {0, -7, CLARKE},     {200, -3, CLARKE},    {400, -1, CLARKE},
    {800, 0, GAUSS_1},   {1600, -2, GAUSS_1},  {2200, -6, GAUSS_2},
    {3200, -7, GAUSS_2}, {5000, -1, GAUSS_2},  {6000, -2, GAUSS_2},
    {7200, -7, GAUSS_2}, {8200, -10, GAUSS_2}, {10000, -15, GAUSS_2},
};

static const row bu12alt[] = {
    {0, -7.7, CLARKE},     {100, -3.4, CLARKE},   {300, -1.3, CLARKE},
    {700, 0, GAUSS_1},     {1600, -2.3, GAUSS_1}, {2200, -5.6, GAUSS_2},
    {3100, -7.4, GAUSS_2}, {5000, -1.4, GAUSS_2}, {6000, -1.6, GAUSS_2},
    {7200, -6.7, GAUSS_2}, {8100, -9.8, GAUSS_2}, {10000, -15.1, GAUSS_2},
};

static const row ht[] = {
    {0, 0, CLARKE},    {200, -2, CLARKE},    {400, -4, CLARKE},
    {600, -7, CLARKE}, {15000, -6, GAUSS_2}, {17200, -12, GAUSS_2},
};

static const row ht6alt[] = {
    {0, 0, CLARKE},      {100, -1.5, CLARKE},  {300, -4.5, CLARKE},
    {500, -7.5, CLARKE}, {15000, -8, GAUSS_2}, {17200, -17.7, GAUSS_2},
};

static const row ht12[] = {
    {0, -10, CLARKE},      {200, -8, CLARKE},     {400, -6, CLARKE},
    {600, -4, GAUSS_1},    {800, 0, GAUSS_1},     {2000, 0, GAUSS_1},
    {2400, -4, GAUSS_2},   {15000, -8, GAUSS_2},  {15200, -9, GAUSS_2},
    {15800, -10, GAUSS_2}, {17200, -12, GAUSS_2}, {20000, -14, GAUSS_2},
};

static const row ht12alt[] = {
    {0, -10, CLARKE},      {100, -8, CLARKE},     {300, -6, CLARKE},
    {500, -4, CLARKE},     {700, 0, GAUSS_1},     {1000, 0, GAUSS_1},
    {1300, -4, GAUSS_1},   {15000, -8, GAUSS_2},  {15200, -9, GAUSS_2},
    {15700, -10, GAUSS_2}, {17200, -12, GAUSS_2}, {20000, -14, GAUSS_2},
};

static void taps(phw_taps *out, const phw_profile *self, double delay_spread_s,
                 const phw_params *params)
{
    static const phw_spectrum *const spectrum[] = {
        [CLARKE] = NULL,
        [GAUSS_1] = &phw_spectrum_gauss1,
        [GAUSS_2] = &phw_spectrum_gauss2,
    };
    (void)delay_spread_s;
    (void)params;
    const row *r = self->table;
    *out = (phw_taps){.n = self->n_rows};
    for (size_t l = 0; l < out->n; ++l) {
        out->delay_s[l] = r[l].delay_ns / 1e9;
        out->power[l] = pow(10, r[l].power_db / 10);
        out->spectrum[l] = spectrum[r[l].scatter];
    }
}

static void rural(phw_taps *out, const phw_profile *self, double delay_spread_s,
                  const phw_params *params)
{
    taps(out, self, delay_spread_s, params);
    out->steady[0] = phw_profile_steady(params->value[0]);
}

const phw_profile phw_profiles_cost207[PHW_N_PROFILES_COST207] = {
    {
        .name = "cost207-ra",
        .summary = "4 taps, rural area with a line of sight, 126 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        PHW_PROFILE_TABLE(ra),
        .taps = rural,
    },
    {
        .name = "cost207-ra6",
        .summary = "6 taps, rural area with a line of sight, 98 ns rms",
        .reference = REFERENCE,
        .param = param,
        .n_params = 1,
        PHW_PROFILE_TABLE(ra6),
        .taps = rural,
    },
    {
        .name = "cost207-tu",
        .summary = "6 taps, typical urban, 1.1 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(tu),
        .taps = taps,
    },
    {
        .name = "cost207-tu6alt",
        .summary = "6 taps, typical urban, alternative, 1.1 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(tu6alt),
        .taps = taps,
    },
    {
        .name = "cost207-tu12",
        .summary = "12 taps, typical urban, 1.0 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(tu12),
        .taps = taps,
    },
    {
        .name = "cost207-tu12alt",
        .summary = "12 taps, typical urban, alternative, 1.0 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(tu12alt),
        .taps = taps,
    },
    {
        .name = "cost207-bu",
        .summary = "6 taps, bad urban, 2.4 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(bu),
        .taps = taps,
    },
    {
        .name = "cost207-bu6alt",
        .summary = "6 taps, bad urban, alternative, 2.4 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(bu6alt),
        .taps = taps,
    },
    {
        .name = "cost207-bu12",
        .summary = "12 taps, bad urban, 2.5 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(bu12),
        .taps = taps,
    },
    {
        .name = "cost207-bu12alt",
        .summary = "12 taps, bad urban, alternative, 2.6 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(bu12alt),
        .taps = taps,
    },
    {
        .name = "cost207-ht",
        .summary = "6 taps, hilly terrain, 5.0 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(ht),
        .taps = taps,
    },
    {
        .name = "cost207-ht6alt",
        .summary = "6 taps, hilly terrain, alternative, 3.9 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(ht6alt),
        .taps = taps,
    },
    {
        .name = "cost207-ht12",
        .summary = "12 taps, hilly terrain, 5.0 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(ht12),
        .taps = taps,
    },
    {
        .name = "cost207-ht12alt",
        .summary = "12 taps, hilly terrain, alternative, 5.1 us rms",
        .reference = REFERENCE,
        PHW_PROFILE_TABLE(ht12alt),
        .taps = taps,
    },
};
