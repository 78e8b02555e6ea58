/** @file
 * A symbol cipher: what a keystream does to a frame's labels before they are modulated,
 * or to its symbols after. The interface; the entries are cipher_NAME.c, their list is
 * encrypt/ciphers.h.
 */
#ifndef PHW_ENCRYPT_CIPHER_H
#define PHW_ENCRYPT_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"
#include "encrypt/keystream.h"

PHW_BEGIN_C

/** Most symbols of one frame. */
#define PHW_FRAME_SYMBOLS_MAX ((size_t)1 << 27)

/** What a cipher works on. */
typedef enum phw_cipher_domain {
    PHW_CIPHER_LABELS = 0, /**< labels, before modulation */
    PHW_CIPHER_SYMBOLS     /**< symbols or samples, after it */
} phw_cipher_domain;

/** One entry. Every cipher is undone exactly by itself with `undo`, but for the
 * rounding of single precision. */
typedef struct phw_cipher {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< none so far: NULL */
    size_t n_params;

    const char *use; /**< of phw_keystream_derive(): its own key */
    phw_cipher_domain domain;
    bool hides_labels;   /**< each label is as likely as any other, whatever was sent */
    unsigned phase_bits; /**< of a rotation's phases; 0 for no rotation */

    /** Labels in place, n of them, n_bits (1..8) bits each. NULL in the other domain.
     * The keystream's errors. */
    phw_status (*labels)(uint8_t *label, size_t n, unsigned n_bits,
                         const phw_keystream *keystream, bool undo);

    /** Symbols in place, n of them (up to PHW_FRAME_SYMBOLS_MAX). `scratch` has n
     * entries. NULL in the other domain. The keystream's errors. */
    phw_status (*symbols)(phw_cf *symbol, size_t n, uint32_t *scratch,
                          const phw_keystream *keystream, bool undo);
} phw_cipher;

PHW_END_C

#endif
