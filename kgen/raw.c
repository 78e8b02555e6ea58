#include "kgen/raw.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"

/* Whether the mask keeps only what the labels keep. */
static phw_status check_mask(const phw_labels *labels, const phw_bits *keep)
{
    if (keep->n != phw_labels_count(labels))
        return phw_fail(PHW_EPEER, "keep mask of %zu samples, expected %zu", keep->n,
                        phw_labels_count(labels));
    size_t at = 0;
    for (size_t c = 0; c < labels->n_components; ++c) {
        for (size_t r = 0; r < labels->component[c].n; ++r, ++at) {
            if (phw_bits_get(keep, at) && !labels->component[c].keep[r])
                return phw_fail(PHW_EPEER, "keep mask: sample %zu was dropped here",
                                at);
        }
    }
    if (phw_bits_count(keep) == 0)
        return phw_fail(PHW_ESHORT, "no sample is kept by both ends");
    return PHW_OK;
}

static phw_status alloc_parts(phw_raw *raw, const phw_labels *labels)
{
    size_t n_used = 0;
    for (size_t c = 0; c < labels->n_components; ++c)
        n_used += labels->component[c].n_bits > 0;
    return phw_array_alloc(&raw->component, n_used, sizeof *raw->component);
}

/* The kept symbols of one component, whose part of the mask begins at bit `at`. */
static phw_status collect(phw_raw_component *out, const phw_symbols *symbols,
                          const phw_bits *keep, size_t at)
{
    out->n_bits = symbols->n_bits;
    out->said_bits = symbols->said_bits;
    PHW_TRY(phw_array_alloc(&out->symbol, symbols->n, sizeof *out->symbol));
    PHW_TRY(phw_array_alloc(&out->row, symbols->n, sizeof *out->row));
    for (size_t r = 0; r < symbols->n; ++r) {
        if (!phw_bits_get(keep, at + r))
            continue;
        const unsigned said = symbols->said_bits > 0 ? symbols->said[r] : 0;
        out->symbol[out->n] = (uint8_t)((said << symbols->n_bits) | symbols->symbol[r]);
        out->row[out->n++] = r;
    }
    return PHW_OK;
}

static phw_status collect_all(phw_raw *raw, const phw_labels *labels,
                              const phw_bits *keep)
{
    size_t at = 0;
    for (size_t c = 0; c < labels->n_components; ++c) {
        const phw_symbols *symbols = &labels->component[c];
        if (symbols->n_bits == 0)
            continue;
        phw_raw_component *component = &raw->component[raw->n_components++];
        component->component = c;
        PHW_TRY(collect(component, symbols, keep, at));
        at += symbols->n;
    }
    return PHW_OK;
}

phw_status phw_raw_component_coarsen(phw_raw_component *out,
                                     const phw_raw_component *in, unsigned n_planes)
{
    *out = (phw_raw_component){.n_bits = in->said_bits + n_planes,
                               .component = in->component};
    PHW_TRY(phw_array_alloc(&out->symbol, in->n, sizeof *out->symbol));
    PHW_TRY(phw_array_alloc(&out->row, in->n, sizeof *out->row));
    for (size_t i = 0; i < in->n; ++i) {
        out->symbol[i] = (uint8_t)(in->symbol[i] >> (in->n_bits - n_planes));
        out->row[i] = in->row[i];
    }
    out->n = in->n;
    return PHW_OK;
}

phw_status phw_raw_write(phw_raw *raw)
{
    size_t n_bits = 0;
    size_t n_planes = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        n_bits += raw->component[c].n * raw->component[c].n_bits;
        n_planes += raw->component[c].n_bits;
    }
    PHW_TRY(phw_array_alloc(&raw->segment, n_planes, sizeof *raw->segment));
    PHW_TRY(phw_bits_alloc(&raw->bits, n_bits));
    size_t at = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *component = &raw->component[c];
        for (unsigned plane = 0; plane < component->n_bits && component->n > 0;
             ++plane) {
            raw->segment[raw->n_segments++] =
                (phw_segment){at, at + component->n, component->component, plane};
            const unsigned shift = component->n_bits - 1 - plane;
            for (size_t i = 0; i < component->n; ++i)
                phw_bits_set(&raw->bits, at++, (component->symbol[i] >> shift) & 1U);
        }
    }
    return PHW_OK;
}

phw_status phw_raw_build(phw_raw *out, const phw_labels *labels, const phw_bits *keep)
{
    PHW_TRY(check_mask(labels, keep));
    phw_raw raw = {0};
    phw_status s = alloc_parts(&raw, labels);
    if (!s)
        s = collect_all(&raw, labels, keep);
    if (!s)
        s = phw_raw_write(&raw);
    if (s) {
        phw_raw_free(&raw);
        return s;
    }
    *out = raw;
    return PHW_OK;
}

uint64_t phw_raw_said(const phw_raw *raw)
{
    uint64_t n = 0;
    for (size_t c = 0; c < raw->n_components; ++c)
        n += (uint64_t)raw->component[c].n * raw->component[c].said_bits;
    return n;
}

void phw_raw_free(phw_raw *raw)
{
    for (size_t c = 0; c < raw->n_components; ++c) {
        if (raw->component[c].symbol != NULL)
            sodium_memzero(raw->component[c].symbol, raw->component[c].n);
        free(raw->component[c].symbol);
        free(raw->component[c].row);
    }
    phw_bits_free(&raw->bits);
    free(raw->segment);
    free(raw->component);
    *raw = (phw_raw){0};
}
