/** @file
 * The symbol ciphers that can be chosen by name, and several of them at once.
 */
#ifndef PHW_ENCRYPT_CIPHERS_H
#define PHW_ENCRYPT_CIPHERS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "encrypt/cipher.h"

PHW_BEGIN_C

/** Most ciphers of one frame. */
#define PHW_CIPHERS_MAX 4

/** Room for what phw_ciphers_write() writes. */
#define PHW_CIPHERS_TEXT_SIZE 64

/** Several ciphers in the canonical order, that of phw_cipher_list(): labels are xored,
 * modulated, then symbols are permuted, then rotated; they are undone from the last to
 * the first. In which order the user names them does not matter. */
typedef struct phw_ciphers {
    const phw_cipher *cipher[PHW_CIPHERS_MAX];
    size_t n; /**< 1 or more once read */
} phw_ciphers;

/** All entries in the canonical order, which is that of `phyward list`; `n` gets how
 * many. */
PHW_API const phw_cipher *const *phw_cipher_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_cipher_find(const phw_cipher **out,
                                                const char *name);

/** Reads "xor,rotate8". PHW_EARG for an unknown name, an empty one, one twice, and two
 * rotations. */
PHW_API PHW_MUST_USE phw_status phw_ciphers_read(phw_ciphers *out, const char *text);

/** The names in canonical order, by commas: the form that frames are bound to. */
PHW_API void phw_ciphers_write(char out[PHW_CIPHERS_TEXT_SIZE], const phw_ciphers *c);

/** The bits of the phases of its rotation, 0 without one. */
PHW_API unsigned phw_ciphers_phase_bits(const phw_ciphers *c);

/** Whether one of them makes all labels equally likely. */
PHW_API bool phw_ciphers_hide_labels(const phw_ciphers *c);

PHW_END_C

#endif
