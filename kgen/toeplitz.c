#include "kgen/toeplitz.h"

#include <stdint.h>
#include <string.h>

#include "kgen/field_kernels.h"
#include "kgen/toeplitz_blocks.h"
#include "kgen/toeplitz_clmul.h"
#include "kgen/toeplitz_fft.h"
#include "kgen/toeplitz_tile.h"
#include "kgen/toeplitz_vpclmul.h"

/* What a method multiplies by, and what that costs: nanoseconds of a tile, and of a
 * butterfly with its share of the basis, the windows and the wiping, as measured on one
 * processor; on others the crossover stays near. */
typedef struct way {
    const char *name;
    phw_toeplitz_tile *tile;
    double tile_ns;
    double butterfly_ns;
} way;

static const way ways[PHW_N_TOEPLITZ_METHODS] = {
    [PHW_TOEPLITZ_BEST] = {"best", NULL, 0, 0},
    [PHW_TOEPLITZ_PLAIN] = {"plain", NULL, 0, 0},
    [PHW_TOEPLITZ_PORTABLE] = {"portable", phw_toeplitz_tile_portable, 4400, 17.0},
    [PHW_TOEPLITZ_CLMUL] = {"pclmulqdq", phw_toeplitz_clmul_tile, 150, 1.35},
    [PHW_TOEPLITZ_VPCLMUL256] = {"vpclmulqdq-256", phw_toeplitz_vpclmul256_tile, 108,
                                 0.92},
    [PHW_TOEPLITZ_VPCLMUL512] = {"vpclmulqdq-512", phw_toeplitz_vpclmul512_tile, 66,
                                 0.90},
};

/* What a transform's tables take, whatever its length. */
static const double tables_ns = 1200;

/* The arithmetic of the transforms, in the order of the methods. */
static const phw_field_kernel *kernel_of(phw_toeplitz_method method)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    const size_t at = (size_t)method - PHW_TOEPLITZ_PORTABLE;
    return method >= PHW_TOEPLITZ_PORTABLE && at < n ? list[at] : NULL;
}

/* y_i = parity of s[i, i + n) AND x read backwards. */
static phw_status by_rows(phw_bits *y, const phw_bits *x, const phw_bits *seed)
{
    phw_bits backwards = {0};
    PHW_TRY(phw_bits_alloc(&backwards, x->n));
    for (size_t i = 0; i < x->n; ++i)
        phw_bits_set(&backwards, x->n - 1 - i, phw_bits_get(x, i));
    phw_status status = PHW_OK;
    for (size_t i = 0; i < y->n && !status; ++i) {
        phw_bits window = {0};
        status = phw_bits_slice(&window, seed, i, i + x->n);
        if (!status)
            phw_bits_set(y, i, phw_bits_masked_parity(&backwards, &window) != 0);
        phw_bits_free(&window);
    }
    phw_bits_free(&backwards);
    return status;
}

const char *phw_toeplitz_method_name(phw_toeplitz_method method)
{
    return (unsigned)method < PHW_N_TOEPLITZ_METHODS ? ways[method].name : NULL;
}

phw_status phw_toeplitz_method_find(phw_toeplitz_method *out, const char *name)
{
    for (int i = 0; i < PHW_N_TOEPLITZ_METHODS; ++i) {
        if (strcmp(ways[i].name, name) != 0)
            continue;
        if (!phw_toeplitz_has((phw_toeplitz_method)i))
            return phw_fail(PHW_EARG, "toeplitz: this processor lacks %s", name);
        *out = (phw_toeplitz_method)i;
        return PHW_OK;
    }
    return phw_fail(PHW_EARG,
                    "toeplitz: there is no method '%s'; there are best, plain, "
                    "portable, pclmulqdq, vpclmulqdq-256 and vpclmulqdq-512",
                    name);
}

phw_toeplitz_method phw_toeplitz_best(void)
{
    phw_toeplitz_method best = PHW_TOEPLITZ_PORTABLE;
    for (int i = PHW_TOEPLITZ_PORTABLE; i < PHW_N_TOEPLITZ_METHODS; ++i)
        if (phw_toeplitz_has((phw_toeplitz_method)i))
            best = (phw_toeplitz_method)i;
    return best;
}

phw_toeplitz_algorithm phw_toeplitz_choose(size_t n, size_t m,
                                           phw_toeplitz_method method)
{
    const phw_toeplitz_method by =
        method == PHW_TOEPLITZ_BEST ? phw_toeplitz_best() : method;
    if (by == PHW_TOEPLITZ_PLAIN || n < 1 || m < 1)
        return PHW_TOEPLITZ_ROWS;
    const double blocks_ns = phw_toeplitz_blocks_tiles(n, m) * ways[by].tile_ns;
    const double fft_ns =
        tables_ns + phw_toeplitz_fft_butterflies(n, m) * ways[by].butterfly_ns;
    return blocks_ns <= fft_ns ? PHW_TOEPLITZ_BLOCKS : PHW_TOEPLITZ_FFT;
}

const char *phw_toeplitz_algorithm_name(phw_toeplitz_algorithm algorithm)
{
    static const char *const name[] = {
        [PHW_TOEPLITZ_ROWS] = "rows",
        [PHW_TOEPLITZ_BLOCKS] = "blocks",
        [PHW_TOEPLITZ_FFT] = "fft",
    };
    return (unsigned)algorithm < PHW_N_TOEPLITZ_ALGORITHMS ? name[algorithm] : NULL;
}

bool phw_toeplitz_has(phw_toeplitz_method method)
{
    const phw_field_kernel *kernel = kernel_of(method);
    if (kernel != NULL)
        return kernel->has() &&
               (method == PHW_TOEPLITZ_PORTABLE || phw_toeplitz_clmul_has());
    return method == PHW_TOEPLITZ_BEST || method == PHW_TOEPLITZ_PLAIN;
}

size_t phw_toeplitz_seed_bits(size_t n, size_t m)
{
    return n > 0 && m > 0 ? n + m - 1 : 0;
}

/* `y` has its m bits. */
static phw_status product(phw_bits *y, const phw_bits *x, const phw_bits *seed,
                          phw_toeplitz_method method)
{
    switch (phw_toeplitz_choose(x->n, y->n, method)) {
    case PHW_TOEPLITZ_FFT:
        return phw_toeplitz_fft(y, x, seed, kernel_of(method));
    case PHW_TOEPLITZ_BLOCKS:
        return phw_toeplitz_blocks(y, x, seed, ways[method].tile);
    default:
        return by_rows(y, x, seed);
    }
}

phw_status phw_toeplitz_hash(phw_bits *y, const phw_bits *x, const phw_bits *seed,
                             size_t m, phw_toeplitz_method method)
{
    if (x->n < 1 || x->n > PHW_TOEPLITZ_BITS_MAX || m < 1 || m > PHW_TOEPLITZ_BITS_MAX)
        return phw_fail(PHW_EARG, "toeplitz: %zu bits to %zu, expected 1 to %u each",
                        x->n, m, PHW_TOEPLITZ_BITS_MAX);
    if (seed->n != phw_toeplitz_seed_bits(x->n, m))
        return phw_fail(PHW_EARG, "toeplitz: a seed of %zu bits, expected %zu", seed->n,
                        phw_toeplitz_seed_bits(x->n, m));
    if (!phw_toeplitz_has(method))
        return phw_fail(PHW_EARG, "toeplitz: this processor lacks method %d",
                        (int)method);
    phw_bits fresh = {0};
    PHW_TRY(phw_bits_alloc(&fresh, m));
    const phw_status status = product(
        &fresh, x, seed, method == PHW_TOEPLITZ_BEST ? phw_toeplitz_best() : method);
    if (status) {
        phw_bits_free(&fresh);
        return status;
    }
    *y = fresh;
    return PHW_OK;
}
