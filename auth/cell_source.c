#include "auth/cell_source.h"

#include <math.h>

static phw_status assess(phw_cell_entropy *out, const phw_bits *cells, size_t from,
                         size_t n)
{
    phw_bits source = {0};
    PHW_TRY(phw_bits_slice(&source, cells, from, from + n));
    const phw_status s = phw_cell_entropy_assess(out, &source);
    phw_bits_free(&source);
    return s;
}

/* Whether the first `n_blocks` blocks carry the key by what they show themselves. */
static phw_status try_blocks(phw_cell_source *out, bool *enough,
                             phw_fuzzy_config *config, const phw_bits *cells,
                             size_t block)
{
    phw_fuzzy_account account;
    PHW_TRY(assess(&out->source, cells, config->from, config->n_blocks * block));
    config->cell_entropy = fmin(out->all.least, out->source.least);
    const phw_status s = phw_fuzzy_plan(&account, config, cells->n);
    *enough = !s && account.n_blocks == config->n_blocks;
    return s == PHW_ENOKEY ? PHW_OK : s;
}

/* From config->n_blocks on to `most`; those that are enough stay in it. */
static phw_status grow(phw_cell_source *out, bool *enough, phw_fuzzy_config *config,
                       const phw_bits *cells, size_t block, size_t most)
{
    *enough = false;
    while (config->n_blocks <= most) {
        PHW_TRY(try_blocks(out, enough, config, cells, block));
        if (*enough || config->n_blocks == most)
            break;
        config->n_blocks += config->n_blocks / 4 + 1;
        config->n_blocks = config->n_blocks < most ? config->n_blocks : most;
    }
    return PHW_OK;
}

phw_status phw_cell_source_plan(phw_cell_source *out, phw_fuzzy_config *config,
                                const phw_bits *cells)
{
    phw_cell_source found;
    phw_fuzzy_account account;
    phw_fuzzy_config c = *config;
    bool enough = false;
    PHW_TRY(phw_cell_entropy_assess(&found.all, cells));
    c.cell_entropy = found.all.least;
    c.n_blocks = 0;
    PHW_TRY(phw_fuzzy_plan(&account, &c, cells->n));
    const size_t block = account.n_cells / account.n_blocks;
    const size_t room = cells->n - c.from;
    const size_t most =
        (room < PHW_HELPER_CELLS_MAX ? room : PHW_HELPER_CELLS_MAX) / block;
    const size_t fewest = PHW_CELL_ENTROPY_MIN / block + 1;
    c.n_blocks = account.n_blocks > fewest ? account.n_blocks : fewest;
    PHW_TRY(grow(&found, &enough, &c, cells, block, most));
    if (!enough)
        return phw_fail(PHW_ENOKEY,
                        "puf: the %zu cells from %zu on show no more than %.4f bits of "
                        "entropy each, too little for a key by this code: more cells, "
                        "or a code that repeats less",
                        room, c.from, c.cell_entropy);
    *config = c;
    *out = found;
    return PHW_OK;
}
