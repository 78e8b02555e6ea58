/** @file
 * Phase rotation: each symbol turned by a phase of the keystream.
 */
#ifndef PHW_ENCRYPT_CIPHER_ROTATE_H
#define PHW_ENCRYPT_CIPHER_ROTATE_H

#include "encrypt/cipher.h"

PHW_BEGIN_C

/** By 2 pi k / 256, k a byte of keystream: for PSK of up to 256 points nothing is left
 * to see; of QAM and APSK the ring stays. */
PHW_API extern const phw_cipher phw_cipher_rotate8;

/** By 2 pi k / 65536, k a little-endian 16-bit word of keystream: where the SNR is so
 * high that a grid of 256 phases could be seen between a ring's points (QAM from 40 dB
 * on). */
PHW_API extern const phw_cipher phw_cipher_rotate16;

PHW_END_C

#endif
