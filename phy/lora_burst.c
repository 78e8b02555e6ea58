#include "phy/lora_burst.h"

#include <complex.h>
#include <math.h>

#include "phy/chirp.h"

#define N_SYNC      2
#define N_DOWN      2.25
#define SYNC_FACTOR 8

static double symbols_of(const phw_lora_burst *b)
{
    return b->n_up + N_SYNC + N_DOWN;
}

size_t phw_lora_burst_length(const phw_lora_burst *b)
{
    const double chips = symbols_of(b) * (double)(1U << b->sf);
    return (size_t)ceil(chips * b->rate_hz / b->bandwidth_hz);
}

/* Phase in cycles after so many chips of the burst. */
static double phase_at(const phw_lora_burst *b, double chips)
{
    const double n = (double)(1U << b->sf);
    const double symbol = floor(chips / n);
    const double within = chips - symbol * n;
    if (symbol < b->n_up)
        return phw_chirp_phase(b->sf, 0, within);
    if (symbol < b->n_up + N_SYNC) {
        const unsigned shift = symbol < b->n_up + 1 ? 4 : 0;
        const unsigned value = (b->sync >> shift & 15U) * SYNC_FACTOR;
        return phw_chirp_phase(b->sf, value % (1U << b->sf), within);
    }
    return -phw_chirp_phase(b->sf, 0, within);
}

phw_status phw_lora_burst_add(phw_cf *x, size_t n, double start, phw_cf gain,
                              double offset_hz, const phw_lora_burst *b)
{
    if (b->sf < PHW_CHIRP_SF_MIN || b->sf > PHW_CHIRP_SF_MAX ||
        !(b->bandwidth_hz > 0) || !(b->rate_hz >= b->bandwidth_hz) || b->sync > 255 ||
        b->n_up > 65535 || !isfinite(start))
        return phw_fail(PHW_EARG,
                        "LoRa burst: spreading factor %u, %g Hz at %g samples a "
                        "second; expected %d to %d, and no less samples than hertz",
                        b->sf, b->bandwidth_hz, b->rate_hz, PHW_CHIRP_SF_MIN,
                        PHW_CHIRP_SF_MAX);
    const double chips = symbols_of(b) * (double)(1U << b->sf);
    const double per_sample = b->bandwidth_hz / b->rate_hz;
    const double last = start + chips / per_sample;
    for (size_t i = (size_t)fmax(0, ceil(start)); i < n && (double)i < last; ++i) {
        const double after = (double)i - start;
        const double cycles =
            phase_at(b, after * per_sample) + offset_hz * after / b->rate_hz;
        const double turn = 2 * M_PI * (cycles - floor(cycles));
        x[i] += gain * CMPLXF((float)cos(turn), (float)sin(turn));
    }
    return PHW_OK;
}
