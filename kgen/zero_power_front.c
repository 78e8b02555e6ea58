#include "kgen/zero_power_front.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/agreement_config.h"
#include "kgen/zero_power_levels.h"

/* Room for one tone, and what is made. */
typedef struct front {
    const phw_zero_power_codes *codes;
    const phw_zero_power_config *config;
    phw_zero_power_operations *operations;
    size_t *row; /* of the codes, of each probe that both have */
    size_t n_rows;
    uint32_t *value;
    uint8_t *symbol;
    uint8_t *keep;
    phw_bits *plane;
    phw_bits kept;
} front;

phw_status phw_zero_power_match(phw_bits *have, const phw_zero_power_codes *codes,
                                const phw_rows *offered,
                                const phw_zero_power_config *config)
{
    size_t at = 0;
    size_t n = 0;
    phw_bits both = {0};
    PHW_TRY(phw_bits_alloc(&both, offered->n));
    for (size_t i = 0; i < offered->n; ++i) {
        while (at < codes->n_rows && codes->sequence[at] < offered->sequence[i])
            ++at;
        if (at == codes->n_rows)
            break;
        if (codes->sequence[at] == offered->sequence[i]) {
            phw_bits_set(&both, i, true);
            ++n;
        }
    }
    phw_status s = PHW_OK;
    if (n < (size_t)16 << config->n_bits)
        s = phw_fail(PHW_ESHORT, "zero power: %zu common probes are too few", n);
    else if (n * config->n_tones * config->n_bits > PHW_AGREEMENT_BITS_MAX)
        s = phw_fail(PHW_EARG,
                     "zero power: %zu probes of %u tones are more than %u bits", n,
                     config->n_tones, PHW_AGREEMENT_BITS_MAX);
    if (s)
        phw_bits_free(&both);
    else
        *have = both;
    return s;
}

/* The codes' rows that both have. */
static phw_status list_rows(front *f, const phw_rows *offered, const phw_bits *have)
{
    size_t at = 0;
    PHW_TRY(phw_array_alloc(&f->row, have->n, sizeof *f->row));
    for (size_t i = 0; i < have->n; ++i) {
        if (!phw_bits_get(have, i))
            continue;
        while (f->codes->sequence[at] != offered->sequence[i])
            ++at;
        f->row[f->n_rows++] = at;
    }
    PHW_TRY(phw_array_alloc(&f->value, f->n_rows, sizeof *f->value));
    PHW_TRY(phw_array_alloc(&f->symbol, f->n_rows, sizeof *f->symbol));
    PHW_TRY(phw_array_alloc(&f->keep, f->n_rows, sizeof *f->keep));
    return phw_bits_alloc(&f->kept, f->n_rows * f->config->n_tones);
}

/* One number a probe, of one tone. */
static void measure(front *f, size_t tone)
{
    phw_zero_power_work *work = &f->operations->stage[PHW_ZERO_POWER_STAGE_MEASURE];
    const size_t n = f->codes->n_rows;
    const bool pairs = f->config->link == PHW_ZERO_POWER_TRIANGLE;
    const uint16_t *code = f->codes->code + (pairs ? 2 : 1) * tone * n;
    for (size_t i = 0; i < f->n_rows; ++i) {
        f->value[i] = phw_zero_power_measure(work, &code[f->row[i]], 1);
        if (pairs)
            f->value[i] = phw_zero_power_product(
                work, f->value[i],
                phw_zero_power_measure(work, &code[n + f->row[i]], 1));
    }
}

/* Appends the kept symbols [from, to) of a tone to the planes. */
static phw_status store(front *f, size_t tone, size_t from, size_t to)
{
    const unsigned n_bits = f->config->n_bits;
    for (size_t i = from; i < to; ++i) {
        if (f->keep[i] == 0)
            continue;
        phw_bits_set(&f->kept, tone * f->n_rows + i, true);
        for (unsigned p = 0; p < n_bits; ++p)
            PHW_TRY(phw_bits_push(&f->plane[p], (f->symbol[i] >> (n_bits - 1 - p)) & 1U,
                                  1));
    }
    f->operations->stage[PHW_ZERO_POWER_STAGE_QUANTIZE].logic +=
        (to - from) * 2 * n_bits;
    return PHW_OK;
}

static phw_status quantize(front *f, size_t tone)
{
    const phw_zero_power_config *c = f->config;
    const size_t n_windows = phw_zero_power_windows(f->n_rows, c->window);
    const unsigned bits = c->adc_bits * (c->link == PHW_ZERO_POWER_TRIANGLE ? 2 : 1);
    for (size_t w = 0; w < n_windows; ++w) {
        const size_t from = w * c->window;
        const size_t to = w + 1 == n_windows ? f->n_rows : from + c->window;
        phw_zero_power_label(f->symbol + from, f->keep + from,
                             &f->operations->stage[PHW_ZERO_POWER_STAGE_QUANTIZE],
                             f->value + from, to - from, bits, c);
        /* The window's values of all tones, and the bits so far. */
        phw_zero_power_hold(f->operations,
                            (to - from) * (bits <= 16 ? 2 : 4) * c->n_tones +
                                f->plane[0].n / 8 * c->n_bits);
        PHW_TRY(store(f, tone, from, to));
    }
    return PHW_OK;
}

static void release(front *f)
{
    if (f->value != NULL)
        sodium_memzero(f->value, f->n_rows * sizeof *f->value);
    if (f->symbol != NULL)
        sodium_memzero(f->symbol, f->n_rows);
    free(f->row);
    free(f->value);
    free(f->symbol);
    free(f->keep);
    phw_bits_free(&f->kept);
}

phw_status phw_zero_power_quantize(phw_bits *plane, phw_bits *kept,
                                   phw_zero_power_operations *operations,
                                   const phw_zero_power_codes *codes,
                                   const phw_rows *offered, const phw_bits *have,
                                   const phw_zero_power_config *config)
{
    front f = {
        .codes = codes, .config = config, .operations = operations, .plane = plane};
    phw_status s = list_rows(&f, offered, have);
    for (size_t tone = 0; tone < config->n_tones && !s; ++tone) {
        measure(&f, tone);
        s = quantize(&f, tone);
    }
    if (!s) {
        *kept = f.kept;
        f.kept = (phw_bits){0};
    }
    release(&f);
    return s;
}
