/** @file
 * Power-up contents of one chip's memory, several times over.
 */
#ifndef PHW_AUTH_READOUTS_H
#define PHW_AUTH_READOUTS_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most bytes of one read-out. */
#define PHW_READOUT_SIZE_MAX ((size_t)1 << 24)

/** Read-outs of equal length. A zeroed one is empty and may be freed; freeing wipes. */
typedef struct phw_readouts {
    phw_bits *cells; /**< [n], one string a read-out */
    size_t n;        /**< read-outs */
} phw_readouts;

/** Parts a dump into read-outs of `readout_size` bytes, 1 .. PHW_READOUT_SIZE_MAX; cell
 * 0 is the highest bit of a read-out's first byte. PHW_EARG for another readout_size,
 * PHW_EINPUT when `size` is 0 or no multiple of it; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_readouts_parse(phw_readouts *out,
                                                   const uint8_t *bytes, size_t size,
                                                   size_t readout_size);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_readouts_free(phw_readouts *r);

/** What most of the read-outs index[n] say, cell by cell; where as many say 0 as 1, the
 * first of them decides. Fresh, to be freed. PHW_EARG when n is 0 or an index is not
 * below r->n; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_readouts_majority(phw_bits *out,
                                                      const phw_readouts *r,
                                                      const size_t *index, size_t n);

/** out[cell]: how many of all read-outs have a one there; `out` has room for every
 * cell. */
PHW_API void phw_readouts_count(uint32_t *out, const phw_readouts *r);

PHW_END_C

#endif
