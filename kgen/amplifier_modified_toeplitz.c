#include "kgen/amplifier_modified_toeplitz.h"

#include "kgen/toeplitz.h"

static size_t seed_bits(size_t n, size_t m)
{
    return m > 0 && m < n ? n - 1 : 0;
}

static phw_toeplitz_algorithm choose(size_t n, size_t m, phw_toeplitz_method method)
{
    return phw_toeplitz_choose(m < n ? n - m : 1, m, method);
}

/* key += T x_bottom. */
static phw_status add_product(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                              phw_toeplitz_method method)
{
    phw_bits bottom = {0};
    phw_bits product = {0};
    PHW_TRY(phw_bits_slice(&bottom, x, key->n, x->n));
    const phw_status s = phw_toeplitz_hash(&product, &bottom, seed, key->n, method);
    if (!s)
        phw_bits_xor(key, &product);
    phw_bits_free(&product);
    phw_bits_free(&bottom);
    return s;
}

static phw_status amplify_by(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                             size_t m, const phw_params *params,
                             phw_toeplitz_method method)
{
    (void)params;
    if (m < 1 || m > x->n || x->n > PHW_TOEPLITZ_BITS_MAX)
        return phw_fail(PHW_EARG,
                        "modified-toeplitz: %zu bits to %zu, expected at most %u and "
                        "no more out than in",
                        x->n, m, PHW_TOEPLITZ_BITS_MAX);
    if (seed->n != seed_bits(x->n, m))
        return phw_fail(PHW_EARG, "modified-toeplitz: a seed of %zu bits, expected %zu",
                        seed->n, seed_bits(x->n, m));
    phw_bits fresh = {0};
    PHW_TRY(phw_bits_slice(&fresh, x, 0, m));
    const phw_status s = m < x->n ? add_product(&fresh, x, seed, method) : PHW_OK;
    if (s)
        phw_bits_free(&fresh);
    else
        *key = fresh;
    return s;
}

static phw_status amplify(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                          size_t m, const phw_params *params)
{
    return amplify_by(key, x, seed, m, params, PHW_TOEPLITZ_BEST);
}

const phw_amplifier phw_amplifier_modified_toeplitz = {
    .name = "modified-toeplitz",
    .summary = "identity beside a Toeplitz matrix, (I | T): a seed of n - 1 bits, and "
               "less work",
    .reference = "Hayashi and Tsurumaru, More efficient privacy amplification with "
                 "less random seeds via dual universal hash function, IEEE Trans. IT "
                 "62(4), 2016",
    .params = NULL,
    .n_params = 0,
    .seed_bits = seed_bits,
    .amplify = amplify,
    .amplify_by = amplify_by,
    .choose = choose,
};
