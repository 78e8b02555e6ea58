/** @file
 * Labels to constellation points and back, hard: liquid-dsp's linear modulations by
 * their names there (bpsk, qpsk, psk8, qam16, ask4, ook ...).
 */
#ifndef PHW_PHY_MODEM_H
#define PHW_PHY_MODEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most bits of a label, and most points. */
#define PHW_MODEM_BITS_MAX   8
#define PHW_MODEM_POINTS_MAX 256

/** Opaque; for one thread. */
typedef struct phw_modem phw_modem;

/** What is known of a modulation. Belongs to the modem. */
typedef struct phw_modem_info {
    const char *name;     /**< "qam16" */
    const char *summary;  /**< "quadrature amplitude-shift keying (16)" */
    unsigned n_bits;      /**< bits of a label, 1..PHW_MODEM_BITS_MAX */
    unsigned n_points;    /**< 2^n_bits */
    bool has_memory;      /**< differential: a point depends on those before */
    const phw_cf *points; /**< n_points, mean power 1, by label; with memory the points
                               of a first symbol */
} phw_modem_info;

/** The modulation of that name. PHW_EARG says where the names are listed; PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_modem_create(phw_modem **out, const char *name);

/** Takes NULL. */
PHW_API void phw_modem_destroy(phw_modem *m);

/** What is known of it, valid as long as the modem. */
PHW_API const phw_modem_info *phw_modem_about(const phw_modem *m);

/** The points of label[n], in the order of time; a modulation with memory starts anew.
 * PHW_EARG names a label that is none of n_points. Points are looked up by label: not
 * of constant time. */
PHW_API PHW_MUST_USE phw_status phw_modem_modulate(phw_modem *m, phw_cf *out,
                                                   const uint8_t *label, size_t n);

/** The labels of the nearest points of in[n], samples scaled as `points` are; below
 * n_points for every sample. Where two points are equally near, one of them; with apsk
 * liquid-dsp decides for the ring first, which is not always the nearest point's.
 * PHW_EINPUT names a sample that is NaN or infinite. */
PHW_API PHW_MUST_USE phw_status phw_modem_demodulate(phw_modem *m, uint8_t *label,
                                                     const phw_cf *in, size_t n);

/** The `i`-th modulation's name and its summary in words, valid for ever; false past
 * the last. */
PHW_API bool phw_modem_at(const char **name, const char **summary, size_t i);

/** Symbols that `n_bytes` bytes take at n_bits (1..PHW_MODEM_BITS_MAX) bits each: the
 * last one is filled with zero bits. */
PHW_API size_t phw_modem_n_symbols(size_t n_bytes, unsigned n_bits);

/** Bytes to labels of n_bits bits, the highest bit of the first byte first;
 * phw_modem_n_symbols() of them. */
PHW_API void phw_modem_pack(uint8_t *label, const uint8_t *byte, size_t n_bytes,
                            unsigned n_bits);

/** The inverse of phw_modem_pack(). Answers whether the bits that fill the last label
 * are zero. */
PHW_API bool phw_modem_unpack(uint8_t *byte, const uint8_t *label, size_t n_bytes,
                              unsigned n_bits);

PHW_END_C

#endif
