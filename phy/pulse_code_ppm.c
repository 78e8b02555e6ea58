#include "phy/pulse_code_ppm.h"

#include <math.h>

#include "phy/pulse_clusters.h"

/* Marks are alike, spaces of two kinds. */
static bool read(phw_pulse_reading *out, const phw_pulse_waveform *w)
{
    const phw_pulse_runs *r = w->runs;
    phw_pulse_clusters marks;
    phw_pulse_clusters spaces;
    if (!w->keyed || r->n < 9 || !phw_pulse_clusters_find(&marks, r, true) ||
        !phw_pulse_clusters_find(&spaces, r, false) ||
        !phw_pulse_clusters_are_one(&marks) || !phw_pulse_clusters_are_two(&spaces))
        return false;
    out->unit = fmin(marks.mean, spaces.short_length);
    out->symbol = marks.mean + spaces.mean;
    out->misfit = fmax(spaces.misfit, marks.spread);
    out->n_bits = 0;
    const size_t first = r->first_high ? 1 : 2;
    for (size_t i = first; i + 1 < r->n && out->n_bits < PHW_PULSE_BITS_MAX; i += 2)
        out->bit[out->n_bits++] = phw_pulse_run_length(r, i) > spaces.middle;
    return true;
}

const phw_pulse_code phw_pulse_code_ppm = {
    .name = "ppm",
    .summary = "a bit is the length of a space: 1 is long",
    .reference = "as rtl_433 reads it",
    .read = read,
};
