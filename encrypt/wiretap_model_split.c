#include "encrypt/wiretap_model_split.h"

#include "encrypt/uplink_ratio.h"
#include "encrypt/wiretap.h"

enum {
    JAM_BOB_DB = 0,
    JAM_EVE_DB,
    CANCELLATION_DB,
    N_PARAMS
};

/* More is perfect: the closed form holds. */
#define PERFECT_DB 200

static const phw_param params[N_PARAMS] = {
    {.name = "jam_bob_db",
     .unit = "dB",
     .summary = "artificial noise to noise at Bob, full power",
     .min = -60,
     .max = 120,
     .preset = 30},
    {.name = "jam_eve_db",
     .unit = "dB",
     .summary = "the same at Eve",
     .min = -60,
     .max = 120,
     .preset = 30},
    {.name = "cancellation_db",
     .unit = "dB",
     .summary = "how much of it Bob takes out; 200: all",
     .min = 0,
     .max = PERFECT_DB,
     .preset = PERFECT_DB},
};

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    const double *v = s->params.value;
    const phw_wiretap_budget b = {
        .signal_bob = s->snr_bob,
        .signal_eve = s->snr_eve,
        .noise_bob = phw_uplink_from_db(v[JAM_BOB_DB]),
        .noise_eve = phw_uplink_from_db(v[JAM_EVE_DB]),
        .residual = v[CANCELLATION_DB] < PERFECT_DB
                        ? phw_uplink_from_db(-v[CANCELLATION_DB])
                        : 0,
    };
    const double share = phw_wiretap_budget_share(&b);
    const double bits = phw_wiretap_budget_bits(&b, share);
    *out = (phw_wiretap_figures){bits > 0, bits <= 0 || bits < s->rate, bits, share};
}

const phw_wiretap_model phw_wiretap_model_split = {
    .name = "split",
    .summary = "one power for carrier and artificial noise, divided at its best",
    .reference = "maximum of the Gaussian secrecy rate over the share",
    .params = params,
    .n_params = N_PARAMS,
    .figures = figures,
};
