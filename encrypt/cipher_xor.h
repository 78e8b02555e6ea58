/** @file
 * Label XOR: the constellation's points trade places by the key.
 */
#ifndef PHW_ENCRYPT_CIPHER_XOR_H
#define PHW_ENCRYPT_CIPHER_XOR_H

#include "encrypt/cipher.h"

PHW_BEGIN_C

/** Each label xored with the low bits of a byte of keystream: a one-time pad on the
 * labels, which hides them wholly in every modulation and costs no SNR. */
PHW_API extern const phw_cipher phw_cipher_xor;

PHW_END_C

#endif
