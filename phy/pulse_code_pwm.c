#include "phy/pulse_code_pwm.h"

#include <math.h>

#include "phy/pulse_clusters.h"

/* rms of a mark and the space behind it over their mean, below which they are said to
 * be of one length together. */
#define PERIOD_SPREAD 0.08

static bool has_period(double *period, const phw_pulse_runs *r, size_t first)
{
    double sum = 0;
    double square = 0;
    double n = 0;
    for (size_t i = first; i + 2 < r->n; i += 2) {
        const double d = r->edge[i + 2] - r->edge[i];
        sum += d;
        square += d * d;
        n += 1;
    }
    if (n < 3)
        return false;
    *period = sum / n;
    return sqrt(fmax(0, square / n - *period * *period)) < PERIOD_SPREAD * *period;
}

/* Marks are of two kinds; spaces are alike, or make the period the same. Keyed in
 * frequency only the period tells them from plain levels; and no silence is a run. */
static bool read(phw_pulse_reading *out, const phw_pulse_waveform *w)
{
    const phw_pulse_runs *r = w->runs;
    phw_pulse_clusters marks;
    phw_pulse_clusters spaces;
    double period = 0;
    if (r->n < 9 || !phw_pulse_clusters_find(&marks, r, true) ||
        !phw_pulse_clusters_find(&spaces, r, false) ||
        !phw_pulse_clusters_are_two(&marks))
        return false;
    const size_t mark = r->first_high ? 0 : 1;
    const size_t first = w->keyed && mark == 0 ? 2 : mark;
    if (!has_period(&period, r, first) &&
        !(w->keyed && phw_pulse_clusters_are_one(&spaces)))
        return false;
    out->unit = fmin(marks.short_length, spaces.short_length);
    out->symbol = marks.mean + spaces.mean;
    out->misfit = marks.misfit;
    out->n_bits = 0;
    for (size_t i = first; i + 1 < r->n && out->n_bits < PHW_PULSE_BITS_MAX; i += 2)
        out->bit[out->n_bits++] = phw_pulse_run_length(r, i) < marks.middle;
    return true;
}

const phw_pulse_code phw_pulse_code_pwm = {
    .name = "pwm",
    .summary = "a bit is the length of a mark: 1 is short",
    .reference = "as rtl_433 reads it",
    .read = read,
};
