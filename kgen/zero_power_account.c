#include "kgen/zero_power_account.h"

#include <math.h>

#include "core/signal.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_levels.h"

/* The kept symbols of one tone; `at` counts through the planes' bits. */
static phw_status fill(phw_raw_component *out, size_t *at, const phw_bits *plane,
                       const phw_bits *kept, size_t tone, size_t n_rows)
{
    size_t n = 0;
    for (size_t r = 0; r < n_rows; ++r)
        n += phw_bits_get(kept, tone * n_rows + r);
    out->component = tone;
    if (n == 0)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&out->symbol, n, sizeof *out->symbol));
    PHW_TRY(phw_array_alloc(&out->row, n, sizeof *out->row));
    for (size_t r = 0; r < n_rows; ++r) {
        if (!phw_bits_get(kept, tone * n_rows + r))
            continue;
        unsigned symbol = 0;
        for (unsigned p = 0; p < out->n_bits; ++p)
            symbol = 2 * symbol + phw_bits_get(&plane[p], *at);
        ++*at;
        out->symbol[out->n] = (uint8_t)symbol;
        out->row[out->n++] = r;
    }
    return PHW_OK;
}

phw_status phw_zero_power_raw(phw_raw *out, const phw_bits *plane, unsigned n_planes,
                              const phw_bits *kept, size_t n_rows)
{
    phw_raw raw = {0};
    size_t at = 0;
    const size_t n_tones = kept->n / n_rows;
    phw_status s = phw_array_alloc(&raw.component, n_tones, sizeof *raw.component);
    for (size_t tone = 0; tone < n_tones && !s; ++tone) {
        phw_raw_component *k = &raw.component[raw.n_components];
        *k = (phw_raw_component){.n_bits = n_planes};
        s = fill(k, &at, plane, kept, tone, n_rows);
        raw.n_components += s || k->n > 0; /* a part of one is freed too */
    }
    if (!s && raw.n_components == 0)
        s = phw_fail(PHW_ESHORT, "zero power: nothing was kept");
    if (!s)
        s = phw_raw_write(&raw);
    if (s)
        phw_raw_free(&raw);
    else
        *out = raw;
    return s;
}

/* n H(c / n) - log2(n! / (c_0! c_1! ...)), in bits. */
static double lacking(const size_t *count, size_t n_symbols)
{
    double n = 0;
    double nats = 0;
    for (size_t i = 0; i < n_symbols; ++i) {
        const double c = (double)count[i];
        n += c;
        nats += lgamma(c + 1) - (c > 0 ? c * log(c) : 0);
    }
    nats += (n > 0 ? n * log(n) : 0) - lgamma(n + 1);
    return fmax(0, nats / log(2));
}

double phw_zero_power_balance_bits(const phw_raw *raw, size_t n_rows, size_t window)
{
    const size_t n_windows = phw_zero_power_windows(n_rows, window);
    double sum = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        size_t at = 0;
        for (size_t w = 0; w < n_windows; ++w) {
            const size_t to = w + 1 == n_windows ? n_rows : (w + 1) * window;
            size_t count[1U << PHW_ZERO_POWER_BITS_MAX] = {0};
            for (; at < k->n && k->row[at] < to; ++at)
                ++count[k->symbol[at]];
            sum += lacking(count, (size_t)1 << k->n_bits);
        }
    }
    return sum;
}
