#include "kgen/rows.h"

#include <stdlib.h>
#include <string.h>

#include "kgen/interpolation.h"

void phw_rows_free(phw_rows *rows)
{
    free(rows->sequence);
    free(rows->time_s);
    *rows = (phw_rows){0};
}

phw_status phw_rows_extract(phw_features *out, const phw_trace *trace,
                            const phw_agreement_config *config)
{
    phw_features x = {0};
    PHW_TRY(phw_pipeline_extract(&x, trace, &config->pipeline));
    if (x.n_rows > PHW_AGREEMENT_ROWS_MAX) {
        const size_t n = x.n_rows;
        phw_features_free(&x);
        return phw_fail(PHW_EARG, "agreement: %zu rows, at most %u", n,
                        PHW_AGREEMENT_ROWS_MAX);
    }
    *out = x;
    return PHW_OK;
}

void phw_rows_write(phw_message *out, const phw_features *x, size_t from, size_t to,
                    bool times)
{
    phw_message_put_u32(out, (uint32_t)(to - from));
    phw_message_put_u8(out, to == x->n_rows);
    for (size_t r = from; r < to; ++r) {
        const uint64_t number = (uint64_t)x->sequence[r];
        if (r == from)
            phw_message_put_u64(out, number);
        else
            phw_message_put_varint(out, number - (uint64_t)x->sequence[r - 1]);
    }
    for (size_t r = from; times && r < to; ++r)
        phw_message_put_f64(out, x->time_s[r]);
}

static phw_status reserve(phw_rows *rows, size_t n)
{
    if (n <= rows->capacity)
        return PHW_OK;
    const size_t capacity = 2 * n;
    int64_t *sequence = realloc(rows->sequence, capacity * sizeof *sequence);
    if (sequence == NULL)
        return phw_fail(PHW_ENOMEM, "agreement: no memory for %zu rows", n);
    rows->sequence = sequence;
    double *time_s = realloc(rows->time_s, capacity * sizeof *time_s);
    if (time_s == NULL)
        return phw_fail(PHW_ENOMEM, "agreement: no memory for %zu rows", n);
    rows->time_s = time_s;
    rows->capacity = capacity;
    return PHW_OK;
}

/* The count is held against the limits before there is any memory for it. */
static phw_status read_count(size_t *n, bool *last, phw_reader *in, size_t have)
{
    const uint32_t count = phw_reader_u32(in);
    const uint8_t flag = phw_reader_u8(in);
    PHW_TRY(in->status);
    if (count < 1 || count > PHW_ROWS_CHUNK || have + count > PHW_AGREEMENT_ROWS_MAX ||
        flag > 1)
        return phw_fail(PHW_EPEER, "agreement: the peer offers %u more rows", count);
    *n = count;
    *last = flag == 1;
    return PHW_OK;
}

static phw_status read_numbers(phw_rows *rows, phw_reader *in, size_t n)
{
    for (size_t i = rows->n; i < rows->n + n; ++i) {
        if (i == rows->n) {
            rows->sequence[i] = (int64_t)phw_reader_u64(in);
        } else {
            const uint64_t step = phw_reader_varint(in);
            rows->sequence[i] = (int64_t)((uint64_t)rows->sequence[i - 1] + step);
        }
        PHW_TRY(in->status);
        if (i > 0 && rows->sequence[i] <= rows->sequence[i - 1])
            return phw_fail(PHW_EPEER, "agreement: the peer's row %zu does not rise",
                            i);
    }
    return PHW_OK;
}

static phw_status read_times(phw_rows *rows, phw_reader *in, size_t n, bool times)
{
    for (size_t i = rows->n; i < rows->n + n; ++i) {
        rows->time_s[i] = times ? phw_reader_f64(in) : 0;
        if (i > 0 && rows->time_s[i] < rows->time_s[i - 1])
            return phw_fail(PHW_EPEER, "agreement: the peer's time falls at row %zu",
                            i);
    }
    return PHW_OK;
}

phw_status phw_rows_read(phw_rows *inout, bool *last, phw_reader *in, bool times)
{
    size_t n = 0;
    bool ends = false;
    PHW_TRY(read_count(&n, &ends, in, inout->n));
    PHW_TRY(reserve(inout, inout->n + n));
    PHW_TRY(read_numbers(inout, in, n));
    PHW_TRY(read_times(inout, in, n, times));
    PHW_TRY(phw_reader_close(in));
    inout->n += n;
    *last = ends;
    return PHW_OK;
}

static phw_status match_numbers(phw_features *out, phw_bits *have,
                                const phw_features *own, const phw_rows *offered)
{
    size_t *row = malloc((offered->n + 1) * sizeof *row);
    if (row == NULL)
        return phw_fail(PHW_ENOMEM, "agreement: no memory for %zu rows", offered->n);
    size_t n = 0;
    size_t at = 0;
    for (size_t i = 0; i < offered->n; ++i) {
        while (at < own->n_rows && own->sequence[at] < offered->sequence[i])
            ++at;
        if (at == own->n_rows)
            break;
        if (own->sequence[at] == offered->sequence[i]) {
            phw_bits_set(have, i, true);
            row[n++] = at;
        }
    }
    const phw_status s =
        n > 0 ? phw_features_select(out, own, row, n)
              : phw_fail(PHW_ESHORT, "agreement: the ends have no row in common");
    free(row);
    return s;
}

static phw_status match_times(phw_features *out, phw_bits *have,
                              const phw_features *own, const phw_rows *offered,
                              phw_interpolation between)
{
    phw_features x = {0};
    PHW_TRY(phw_features_interpolate(&x, own, offered->time_s, offered->n, between));
    for (size_t r = 0; r < x.n_rows; ++r) {
        const size_t i = (size_t)x.sequence[r];
        phw_bits_set(have, i, true);
        x.sequence[r] = offered->sequence[i];
    }
    *out = x;
    return PHW_OK;
}

phw_status phw_rows_match(phw_features *out, phw_bits *have, const phw_features *own,
                          const phw_rows *offered, const phw_agreement_config *config)
{
    phw_bits mask = {0};
    PHW_TRY(phw_bits_alloc(&mask, offered->n));
    const phw_status s = config->pairing == PHW_PAIRING_TIME
                             ? match_times(out, &mask, own, offered, config->between)
                             : match_numbers(out, &mask, own, offered);
    if (s) {
        phw_bits_free(&mask);
        return s;
    }
    *have = mask;
    return PHW_OK;
}

phw_status phw_rows_pick(phw_features *out, const phw_features *x, const phw_bits *have)
{
    const size_t n = phw_bits_count(have);
    if (n == 0)
        return phw_fail(PHW_ESHORT, "agreement: the ends have no row in common");
    size_t *row = malloc(n * sizeof *row);
    if (row == NULL)
        return phw_fail(PHW_ENOMEM, "agreement: no memory for %zu rows", n);
    size_t at = 0;
    for (size_t i = 0; i < have->n; ++i) {
        if (phw_bits_get(have, i))
            row[at++] = i;
    }
    const phw_status s = phw_features_select(out, x, row, n);
    free(row);
    return s;
}
