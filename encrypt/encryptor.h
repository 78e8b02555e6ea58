/** @file
 * Symbol ciphers at work with a key: each with its own derived key, frame after frame
 * of one stream.
 */
#ifndef PHW_ENCRYPT_ENCRYPTOR_H
#define PHW_ENCRYPT_ENCRYPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/sample.h"
#include "core/status.h"
#include "encrypt/ciphers.h"

PHW_BEGIN_C

/** Opaque, holds derived keys; for one thread. */
typedef struct phw_encryptor phw_encryptor;

/** For one stream of a key, encrypting or (`undo`) decrypting. `key` is of any size and
 * not kept. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_encryptor_create(phw_encryptor **out,
                                                     const phw_ciphers *ciphers,
                                                     const phw_key *key,
                                                     uint32_t stream, bool undo);

/** Wipes and gives back; takes NULL. */
PHW_API void phw_encryptor_destroy(phw_encryptor *e);

/** Starts a frame. When encrypting, PHW_EAUTH for a frame number that is not greater
 * than all begun before: keystream used twice is no secret (what one frame was by
 * another is then seen by dividing them). Across runs encrypt/frame_counter.h keeps
 * count. Decrypting takes any order. */
PHW_API PHW_MUST_USE phw_status phw_encryptor_begin(phw_encryptor *e, uint64_t frame);

/** The ciphers on labels: label[n] of n_bits (1..8) bits each, in place. Once a frame
 * (PHW_EAUTH), and not before one is begun (PHW_EARG). */
PHW_API PHW_MUST_USE phw_status phw_encryptor_labels(phw_encryptor *e, uint8_t *label,
                                                     size_t n, unsigned n_bits);

/** The ciphers on symbols: symbol[n], n up to PHW_FRAME_SYMBOLS_MAX (PHW_EARG), in
 * place. As phw_encryptor_labels(); PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_encryptor_symbols(phw_encryptor *e, phw_cf *symbol,
                                                      size_t n);

PHW_END_C

#endif
