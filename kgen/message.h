/** @file
 * One message between two parties: a frame header and a little-endian payload, built by
 * a writer and taken apart by a bounded reader, both with an error that sticks.
 *
 * On the wire: version (1 byte), type (1 byte), two zero bytes, sequence (4 bytes),
 * payload length (4 bytes), payload. A whole frame has at most PHW_MESSAGE_SIZE_MAX
 * bytes. What crosses the wire is `byte[0, size)`, nothing else.
 */
#ifndef PHW_KGEN_MESSAGE_H
#define PHW_KGEN_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Version of the frame and of everything inside it. */
#define PHW_MESSAGE_VERSION 1

/** Bytes of the frame header. */
#define PHW_MESSAGE_HEADER_SIZE 12

/** Most bytes of a frame, its header included. */
#define PHW_MESSAGE_SIZE_MAX (1U << 22)

/** A frame being built or received. A zeroed one is empty and may be freed; it keeps
 * its memory from one message to the next. */
typedef struct phw_message {
    uint8_t *byte;     /**< the frame, header first */
    size_t size;       /**< bytes in use; 0: no message */
    size_t capacity;   /**< bytes allocated */
    phw_status status; /**< first failure of a writer since phw_message_begin() */
} phw_message;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_message_free(phw_message *m);

/** Forgets the content and keeps the memory. */
PHW_API void phw_message_clear(phw_message *m);

/** Starts a frame with an empty payload. */
PHW_API void phw_message_begin(phw_message *m, uint8_t type, uint32_t sequence);

/** Changes type and sequence number of a frame that was begun. */
PHW_API void phw_message_stamp(phw_message *m, uint8_t type, uint32_t sequence);

/** Appends one byte. */
PHW_API void phw_message_put_u8(phw_message *m, uint8_t value);

/** Appends four bytes, little-endian. */
PHW_API void phw_message_put_u32(phw_message *m, uint32_t value);

/** Appends eight bytes, little-endian. */
PHW_API void phw_message_put_u64(phw_message *m, uint64_t value);

/** Appends an unsigned integer in 1 to 10 bytes, 7 bits a byte, lowest first. */
PHW_API void phw_message_put_varint(phw_message *m, uint64_t value);

/** Appends the eight bytes of an IEEE 754 binary64. */
PHW_API void phw_message_put_f64(phw_message *m, double value);

/** Appends raw bytes. */
PHW_API void phw_message_put_bytes(phw_message *m, const void *bytes, size_t size);

/** Appends a bit string: its (n + 7) / 8 bytes, without its length. */
PHW_API void phw_message_put_bits(phw_message *m, const phw_bits *bits);

/** Writes the payload's length into the header. PHW_ENOMEM or PHW_EARG (frame too long)
 * when one of the writers above failed; the message is then empty. */
PHW_API PHW_MUST_USE phw_status phw_message_end(phw_message *m);

/** Checks a header just received (PHW_MESSAGE_HEADER_SIZE bytes) and says how many
 * payload bytes follow, before anything is allocated. PHW_EPEER for another version,
 * non-zero spare bytes or a length above the limit. */
PHW_API PHW_MUST_USE phw_status phw_message_measure(size_t *payload,
                                                    const uint8_t *header);

/** A message from the bytes of a whole frame. PHW_EPEER when they are not exactly one;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_message_from_bytes(phw_message *m,
                                                       const uint8_t *bytes,
                                                       size_t size);

/** Type of a frame; 0 when it is empty. */
PHW_API uint8_t phw_message_type(const phw_message *m);

/** Sequence number of a frame; 0 when it is empty. */
PHW_API uint32_t phw_message_sequence(const phw_message *m);

/** A cursor over a payload. Reading past the end gives zeros and makes the error stick.
 */
typedef struct phw_reader {
    const uint8_t *byte; /**< the payload, borrowed from the message */
    size_t size;         /**< bytes of it */
    size_t at;           /**< bytes read */
    phw_status status;   /**< first failure */
} phw_reader;

/** A cursor at the start of m's payload; `m` must outlive it. */
PHW_API phw_reader phw_reader_open(const phw_message *m);

/** Takes one byte; 0 after an error. */
PHW_API uint8_t phw_reader_u8(phw_reader *r);

/** Takes four bytes, little-endian; 0 after an error. */
PHW_API uint32_t phw_reader_u32(phw_reader *r);

/** Takes eight bytes, little-endian; 0 after an error. */
PHW_API uint64_t phw_reader_u64(phw_reader *r);

/** Takes what phw_message_put_varint() wrote; the shortest form alone is accepted. */
PHW_API uint64_t phw_reader_varint(phw_reader *r);

/** Takes a binary64; NaN and infinity are errors, and 0 is given. */
PHW_API double phw_reader_f64(phw_reader *r);

/** Takes `size` bytes into `out`; zeros after an error. */
PHW_API void phw_reader_bytes(phw_reader *r, void *out, size_t size);

/** Points into the payload at the next `size` bytes and skips them; NULL after an
 * error. Check a length from the wire against this before allocating for it. */
PHW_API const uint8_t *phw_reader_view(phw_reader *r, size_t size);

/** Takes n bits into `out`, a fresh string to be freed (empty on failure). The bits of
 * the last byte past n must be zero. */
PHW_API void phw_reader_bits(phw_reader *r, phw_bits *out, size_t n);

/** Takes inout->n bits and adds them, modulo 2, to those of `inout`; nothing is
 * allocated. The bits of the last byte past n must be zero; `inout` stays as it was
 * when they are not. */
PHW_API void phw_reader_add_bits(phw_reader *r, phw_bits *inout);

/** PHW_EPEER when anything was read past the end, was malformed, or is left over;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_reader_close(const phw_reader *r);

PHW_END_C

#endif
