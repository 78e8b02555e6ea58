#include "kgen/ldpc_graph.h"

#include <string.h>

#include "core/vectorised.h"

enum {
    VECTOR = 32,
    ODDS = PHW_LDPC_FAMILIES
};

static const unsigned odd_part[ODDS] = {2, 3, 5, 7, 9, 11, 13, 15};

/* Which family z belongs to; ODDS: to none. */
static unsigned family_of(unsigned z)
{
    if (z < 2 || z > PHW_LDPC_Z_MAX)
        return ODDS;
    while (z % 2 == 0 && z > 2)
        z /= 2;
    unsigned f = 0;
    while (f < ODDS && odd_part[f] != z)
        ++f;
    return f;
}

unsigned phw_ldpc_lifting(unsigned least)
{
    for (unsigned z = least < 2 ? 2 : least; z <= PHW_LDPC_Z_MAX; ++z) {
        if (family_of(z) < ODDS)
            return z;
    }
    return 0;
}

static unsigned common_divisor(unsigned a, unsigned b)
{
    while (b > 0) {
        const unsigned rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

phw_status phw_ldpc_graph_close(phw_ldpc_graph *inout)
{
    phw_ldpc_graph *g = inout;
    if (g->z < 1 || g->z > PHW_LDPC_Z_MAX || g->n_rows > PHW_LDPC_ROWS_MAX ||
        g->n_columns > PHW_LDPC_COLUMNS_MAX || g->row[g->n_rows] > PHW_LDPC_EDGES_MAX)
        return phw_fail(PHW_EARG, "ldpc: lifting %u of %u rows and %u columns", g->z,
                        g->n_rows, g->n_columns);
    for (unsigned e = 0; e < g->row[g->n_rows]; ++e) {
        if (g->edge[e].column >= g->n_columns || g->edge[e].shift >= g->z)
            return phw_fail(PHW_EARG, "ldpc: entry %u is in column %u, shift %u", e,
                            g->edge[e].column, g->edge[e].shift);
    }
    for (unsigned r = 0; r < g->n_rows; ++r) {
        if (g->row[r] > g->row[r + 1] ||
            g->row[r + 1] - g->row[r] > PHW_LDPC_DEGREE_MAX)
            return phw_fail(PHW_EARG, "ldpc: row %u is too long", r);
    }
    g->stride = (g->z + VECTOR - 1) / VECTOR * VECTOR;
    /* Near z times the golden ratio: the lanes so far lie apart at every length. */
    g->spread = g->z > 2 ? g->z * 5 / 8 : 1;
    while (common_divisor(g->spread, g->z) > 1)
        ++g->spread;
    return PHW_OK;
}

phw_status phw_ldpc_graph_lift(phw_ldpc_graph *out, const phw_ldpc_base *base,
                               unsigned z, unsigned n_tails)
{
    const unsigned family = family_of(z);
    if (family == ODDS || n_tails > base->n_columns - base->n_core)
        return phw_fail(PHW_EARG, "ldpc: lifting by %u with %u tails", z, n_tails);
    phw_ldpc_graph g = {
        .z = z, .n_rows = base->n_rows, .n_columns = base->n_core + n_tails};
    unsigned n = 0;
    unsigned row = 0;
    for (size_t i = 0; i < base->n_lifts; ++i) {
        const phw_ldpc_lift *lift = &base->lift[i];
        while (row < lift->row)
            g.row[++row] = n;
        if (lift->column < g.n_columns)
            g.edge[n++] = (phw_ldpc_edge){.column = lift->column,
                                          .shift = (uint16_t)(lift->shift[family] % z)};
    }
    while (row < base->n_rows)
        g.row[++row] = n;
    PHW_TRY(phw_ldpc_graph_close(&g));
    *out = g;
    return PHW_OK;
}

unsigned phw_ldpc_graph_lane(const phw_ldpc_graph *g, unsigned k)
{
    return k * g->spread % g->z;
}

PHW_VECTORISED
static void add(uint8_t *restrict inout, const uint8_t *restrict in, unsigned n)
{
    for (unsigned i = 0; i < n; ++i)
        inout[i] ^= in[i];
}

static void row_parities(uint8_t *out, const phw_ldpc_graph *g, unsigned row,
                         const uint8_t *word)
{
    memset(out, 0, g->z);
    for (unsigned e = g->row[row]; e < g->row[row + 1]; ++e) {
        const uint8_t *column = word + (size_t)g->edge[e].column * g->stride;
        const unsigned s = g->edge[e].shift;
        add(out, column + s, g->z - s);
        add(out + g->z - s, column, s);
    }
}

void phw_ldpc_graph_syndrome(uint8_t *syndrome, const phw_ldpc_graph *g,
                             const uint8_t *word, unsigned n_rows)
{
    for (unsigned r = 0; r < n_rows; ++r)
        row_parities(syndrome + (size_t)r * g->stride, g, r, word);
}

bool phw_ldpc_graph_holds(const phw_ldpc_graph *g, const uint8_t *word,
                          const uint8_t *syndrome, size_t n_checks, uint8_t *scratch)
{
    const unsigned full = (unsigned)(n_checks / g->z);
    for (unsigned r = 0; r < full; ++r) {
        row_parities(scratch, g, r, word);
        if (memcmp(scratch, syndrome + (size_t)r * g->stride, g->z) != 0)
            return false;
    }
    const unsigned rest = (unsigned)(n_checks % g->z);
    if (rest == 0)
        return true;
    row_parities(scratch, g, full, word);
    for (unsigned k = 0; k < rest; ++k) {
        const unsigned lane = phw_ldpc_graph_lane(g, k);
        if (scratch[lane] != syndrome[(size_t)full * g->stride + lane])
            return false;
    }
    return true;
}
