#include "encrypt/wiretap_model_beam.h"

#include <math.h>

#include "encrypt/wiretap.h"

enum {
    ANTENNAS = 0,
    BOB_DEG,
    EVE_DEG,
    N_PARAMS
};

static const phw_param params[N_PARAMS] = {
    {.name = "antennas",
     .unit = "",
     .summary = "in a line, half a wave apart",
     .min = 1,
     .max = 4096,
     .preset = 16,
     .whole = true},
    {.name = "bob_deg",
     .unit = "",
     .summary = "where the beam points, from the line's normal",
     .min = -90,
     .max = 90},
    {.name = "eve_deg",
     .unit = "",
     .summary = "where Eve stands",
     .min = -90,
     .max = 90,
     .preset = 10},
};

static const double rad_per_deg = 3.14159265358979323846 / 180;

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    const double *v = s->params.value;
    const double gain = phw_wiretap_array_gain(
        (size_t)v[ANTENNAS], v[BOB_DEG] * rad_per_deg, v[EVE_DEG] * rad_per_deg);
    const double bits = phw_wiretap_awgn_bits(v[ANTENNAS] * s->snr_bob,
                                              v[ANTENNAS] * gain * s->snr_eve);
    *out =
        (phw_wiretap_figures){bits > 0, bits <= 0 || bits < s->rate, bits, (double)NAN};
}

const phw_wiretap_model phw_wiretap_model_beam = {
    .name = "beam",
    .summary = "a line of antennas that points at Bob; ratios are those of one antenna",
    .reference = "array factor of a uniform line",
    .params = params,
    .n_params = N_PARAMS,
    .figures = figures,
};
