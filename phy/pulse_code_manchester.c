#include "phy/pulse_code_manchester.h"

#include <math.h>
#include <string.h>

#include "phy/pulse_grid.h"

/* Parts of the levels' distance by which a bit's halves have to differ: where silence
 * may be, and within the burst, where more such bits are another code's. */
#define AT_THE_ENDS 0.5F
#define WITHIN      0.25F
#define ALIKE       0.15

/* The bits of chips [from, to) and how far apart their halves are, in parts of the
 * levels' distance. How many. */
static size_t decide(uint8_t *bit, float *apart, const phw_pulse_grid *g,
                     const phw_pulse_waveform *w, long long from, long long to)
{
    const double distance = w->runs->high - w->runs->low;
    size_t n = 0;
    for (long long k = from; k < to && n < PHW_PULSE_BITS_MAX; k += 2) {
        const double one = phw_pulse_grid_chip(g, w, k);
        const double two = phw_pulse_grid_chip(g, w, k + 1);
        apart[n] = (float)(fabs(one - two) / distance);
        bit[n++] = one > two;
    }
    return n;
}

/* Runs are of one half bit or two; a bit's two halves differ, and their means tell
 * which is high. Half a bit of silence before the burst, or behind it, is part of it.
 * What is keyed on and off may begin a bit earlier than its first edge in noise tells,
 * or end a bit later: bits at the ends whose halves are alike are none. */
static bool read(phw_pulse_reading *out, const phw_pulse_waveform *w)
{
    phw_pulse_grid g;
    float apart[PHW_PULSE_BITS_MAX];
    if (!phw_pulse_grid_fit(&g, w->runs, 2) || g.misfit > PHW_PULSE_MISFIT_MOST)
        return false;
    phw_pulse_grid_align(&g, w, 2);
    const long long last = phw_pulse_grid_end(&g, w);
    const long long from = w->keyed ? -2 : 0;
    const long long to = w->keyed ? last + 2 : last - 1;
    size_t end = decide(out->bit, apart, &g, w, from, to);
    size_t first = 0;
    while (end > 0 && apart[end - 1] < AT_THE_ENDS)
        --end;
    while (first < end && apart[first] < AT_THE_ENDS)
        ++first;
    size_t n_alike = 0;
    for (size_t i = first; i < end; ++i)
        n_alike += apart[i] < WITHIN;
    out->unit = g.unit;
    out->symbol = 2 * g.unit;
    out->misfit = g.misfit;
    out->n_bits = end - first;
    memmove(out->bit, out->bit + first, out->n_bits);
    return out->n_bits > 0 && (double)n_alike <= ALIKE * (double)out->n_bits;
}

const phw_pulse_code phw_pulse_code_manchester = {
    .name = "manchester",
    .summary = "a bit is two halves that differ: 1 is high, then low (Thomas)",
    .reference = "G. E. Thomas; IEEE 802.3 has it inverted",
    .read = read,
};
