/** @file
 * Messages of a conversation as they crossed the wire, kept to be counted or to be
 * played to one of the ends again.
 */
#ifndef PHW_KGEN_TAPE_H
#define PHW_KGEN_TAPE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/message.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** Where a message lies, and who sent it. */
typedef struct phw_tape_entry {
    size_t from; /**< its first byte */
    size_t size; /**< its bytes, header included */
    phw_role role;
} phw_tape_entry;

/** Messages in the order they were sent. A zeroed one is empty and may be freed. */
typedef struct phw_tape {
    uint8_t *byte;         /**< the messages, one behind the other */
    size_t n_bytes;        /**< in use */
    size_t bytes_capacity; /**< allocated */
    phw_tape_entry *entry; /**< one a message */
    size_t n;              /**< messages */
    size_t capacity;       /**< entries allocated */
} phw_tape;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_tape_free(phw_tape *t);

/** Forgets the messages and keeps the memory. */
PHW_API void phw_tape_clear(phw_tape *t);

/** Appends a copy of a message that `role` sends. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_tape_add(phw_tape *t, phw_role role,
                                             const phw_message *message);

/** Message `i` < t->n, which lies in the tape's memory: not to be freed or written, and
 * gone with the next phw_tape_add(). */
PHW_API phw_message phw_tape_at(const phw_tape *t, size_t i);

PHW_END_C

#endif
