#include "kgen/amplifier_toeplitz.h"

#include "kgen/toeplitz.h"

static phw_status amplify_by(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                             size_t m, const phw_params *params,
                             phw_toeplitz_method method)
{
    (void)params;
    return phw_toeplitz_hash(key, x, seed, m, method);
}

static phw_status amplify(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                          size_t m, const phw_params *params)
{
    return amplify_by(key, x, seed, m, params, PHW_TOEPLITZ_BEST);
}

const phw_amplifier phw_amplifier_toeplitz = {
    .name = "toeplitz",
    .summary = "Toeplitz hash over GF(2), exact, by carry-less multiplication",
    .reference = "Krawczyk, LFSR-based hashing and authentication, CRYPTO '94; "
                 "Bennett, Brassard, Crepeau, Maurer, Generalized privacy "
                 "amplification, IEEE Trans. IT 41(6), 1995",
    .params = NULL,
    .n_params = 0,
    .seed_bits = phw_toeplitz_seed_bits,
    .amplify = amplify,
    .amplify_by = amplify_by,
    .choose = phw_toeplitz_choose,
};
