#include "phy/pulse_code_nrz.h"

#include "phy/pulse_grid.h"

/* Longer runs than that are not told from a pause. */
#define UNITS_MOST 32

static bool read(phw_pulse_reading *out, const phw_pulse_waveform *w)
{
    phw_pulse_grid g;
    if (!phw_pulse_grid_fit(&g, w->runs, UNITS_MOST) ||
        g.misfit > PHW_PULSE_MISFIT_MOST)
        return false;
    phw_pulse_grid_align(&g, w, 1);
    const double middle = (w->runs->low + w->runs->high) / 2;
    const long long end = phw_pulse_grid_end(&g, w);
    out->unit = g.unit;
    out->symbol = g.unit;
    out->misfit = g.misfit;
    out->n_bits = 0;
    for (long long k = 0; k < end && out->n_bits < PHW_PULSE_BITS_MAX; ++k)
        out->bit[out->n_bits++] = phw_pulse_grid_chip(&g, w, k) > middle;
    return out->n_bits > 0;
}

const phw_pulse_code phw_pulse_code_nrz = {
    .name = "nrz",
    .summary = "a bit is one level: 1 is high, or the higher frequency",
    .reference = "rtl_433 calls it PCM",
    .handicap = 0.06,
    .read = read,
};
