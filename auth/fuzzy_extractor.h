/** @file
 * A key from the power-up of a chip's memory, the same each time: the code-offset fuzzy
 * extractor (Dodis, Ostrovsky, Reyzin, Smith, SIAM J. Comput. 38(1), 2008).
 *
 * Enrolment draws a secret s, keeps h = w xor Enc(s) of the cells w as helper data, and
 * hashes s. Later cells w' decode h xor w' to s again. Given h, s has at least as much
 * min-entropy as the cells less n - k bits a block, repetitions included; a Toeplitz
 * hash (2-universal, its seed in the helper data) shortens s so far that, by the
 * leftover hash lemma, the root is within eps of uniform for who sees h and the seed.
 *
 * The helper data carry a tag over all of themselves under a key of all of s, as the
 * robust construction of Boyen, Dodis, Katz, Ostrovsky, Smith (EUROCRYPT 2005) does:
 * who would change them, the seed or the offset included, has to know s, whatever he
 * chooses. It is BLAKE2b in the place of a random oracle, and so is the step from the
 * root to the key. So eps is of the root before the tag is seen; with the tag, which
 * fixes s once s is searched, secrecy is computational: the certified bits are against
 * guessing s, and the rest rests on BLAKE2b. The tag is checked over all blocks at
 * once; no block's own verdict is asked.
 *
 * Enrolling a chip again discloses the new noise, and with another code or range more
 * of the cells: two accounts do not simply add up to what both files tell.
 */
#ifndef PHW_AUTH_FUZZY_EXTRACTOR_H
#define PHW_AUTH_FUZZY_EXTRACTOR_H

#include <stddef.h>
#include <stdint.h>

#include "auth/helper_data.h"
#include "core/bits.h"
#include "core/entropy.h"
#include "core/key.h"
#include "core/ledger.h"
#include "core/status.h"

PHW_BEGIN_C

/** The code that is taken by default: it discloses 0.83 of a cell, and what the other
 * of its strength does, 5 times and Golay, 0.90, is more than some real chips have. */
#define PHW_FUZZY_CODE "repetition:times=3,bch"

/** Fewest and most bits of a key. */
#define PHW_FUZZY_KEY_BITS_MIN 128
#define PHW_FUZZY_KEY_BITS_MAX 512

/** What is wanted. */
typedef struct phw_fuzzy_config {
    const char *code;       /**< of phw_concatenation_create() */
    size_t from;            /**< the first source cell */
    size_t key_bits;        /**< a multiple of 8 between the bounds above */
    unsigned security_bits; /**< 1 .. 256: but for the tag, the root is within 2^-this
                               of uniform */
    size_t n_blocks;        /**< fewest blocks; all that are planned are used */
    double cell_entropy; /**< min-entropy, bits a cell, 0 .. 1: phw_cell_entropy, or a
                              stated assumption */
} phw_fuzzy_config;

/** Where the bits go. */
typedef struct phw_fuzzy_account {
    size_t n_blocks;
    size_t n_cells;          /**< source cells */
    size_t secret_bits;      /**< of s: n_blocks k */
    double min_entropy_bits; /**< of the source cells */
    phw_ledger ledger;       /**< reconcile: n - k a block; amplify: 2 log2(1/eps) */
    double source_bits; /**< what is left of the min-entropy given the helper data */
    uint64_t certified_bits; /**< and after amplification; key_bits or more */
} phw_fuzzy_account;

/** As many blocks as the key needs, and config->n_blocks at least: n h - (n - k) bits
 * of each are left, h the cells' min-entropy. PHW_EARG for a configuration out of
 * range; PHW_ENOKEY when nothing is left of a block, or when more than
 * PHW_HELPER_CELLS_MAX or the `n_cells` from config->from on would be needed.
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fuzzy_plan(phw_fuzzy_account *out,
                                               const phw_fuzzy_config *config,
                                               size_t n_cells);

/** A key and its helper data, both fresh, to be freed. As phw_fuzzy_plan() for
 * cells->n cells. */
PHW_API PHW_MUST_USE phw_status phw_fuzzy_enroll(phw_key *key, phw_helper_data *helper,
                                                 const phw_bits *cells,
                                                 const phw_fuzzy_config *config,
                                                 phw_entropy *entropy);

/** The key of the helper data, from another power-up of the same chip; fresh, to be
 * freed. PHW_EAUTH, and nothing else, when the chip is another one, too many cells
 * flipped, the helper data were changed, or `cells` has another length. No branch and
 * no index depends on the cells before the verdict on the tag. A call tells a stranger,
 * whose helper data it takes, whether one guess of s was right; a caller still limits
 * how often, for the certified bits are counted against guesses. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fuzzy_reproduce(phw_key *key,
                                                    const phw_helper_data *helper,
                                                    const phw_bits *cells);

PHW_END_C

#endif
