/** @file
 * A reader of HDF5 files in memory, small enough to be trusted with hostile ones:
 * objects, their messages and the groups they lie in. Not installed. It knows the form
 * that HDF5 (and so h5py and MATLAB) writes unless told otherwise: superblock 0,
 * symbol-table groups, version-1 object headers. (HDF5 File Format Specification 3.0,
 * sections II.A, III.A-D, IV.A.1; libhdf5 1.10 itself dies on single flipped bits.)
 */
#ifndef PHW_DATASETS_H5_FILE_H
#define PHW_DATASETS_H5_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Messages of an object header that matter here (section IV.A.2). */
enum {
    PHW_H5_MESSAGE_SPACE = 0x01,
    PHW_H5_MESSAGE_TYPE = 0x03,
    PHW_H5_MESSAGE_LAYOUT = 0x08,
    PHW_H5_MESSAGE_FILTERS = 0x0B,
    PHW_H5_MESSAGE_ATTRIBUTE = 0x0C,
};

/** Bytes still to be read. Reading past the end gives zeros and sets `bad`, so a parser
 * reads on and asks once. */
typedef struct phw_h5_cursor {
    const uint8_t *at;
    const uint8_t *end;
    bool bad;
} phw_h5_cursor;

/** A whole file; the bytes are borrowed. */
typedef struct phw_h5_file {
    const uint8_t *byte;
    size_t size;
    uint64_t root; /**< address of the root group's header */
} phw_h5_file;

/** An object in a group. */
typedef struct phw_h5_link {
    char name[64]; /**< longer ones are passed over */
    uint64_t node; /**< address of its header */
} phw_h5_link;

/** Walks the messages of an object header. */
typedef struct phw_h5_messages {
    const phw_h5_file *file;
    phw_h5_cursor block;       /**< what is left of the one being read */
    phw_h5_cursor pending[16]; /**< continuations to come */
    size_t n_pending;
    unsigned left; /**< messages still to come */
    bool bad;      /**< the header is malformed */
} phw_h5_messages;

/** Little-endian numbers of 1, 2, 4 or 8 bytes. */
uint64_t phw_h5_take(phw_h5_cursor *c, size_t bytes);

/** The next `n` bytes as a cursor of their own, bad when they are not there. */
phw_h5_cursor phw_h5_cut(phw_h5_cursor *c, uint64_t n);

/** The `n` bytes at an address, bad when they are not there. */
phw_h5_cursor phw_h5_at(const phw_h5_file *file, uint64_t address, uint64_t n);

/** Checks the superblock. PHW_EINPUT, also for newer forms, which names the way out
 * (h5repack). */
PHW_MUST_USE phw_status phw_h5_open(phw_h5_file *out, const uint8_t *bytes,
                                    size_t size);

/** Starts walking the header at an address. */
phw_h5_messages phw_h5_messages_of(const phw_h5_file *file, uint64_t node);

/** The next message; false after the last, or when `m->bad`. */
bool phw_h5_next(phw_h5_messages *m, unsigned *type, phw_h5_cursor *body);

/** Lists the objects (links left out) of a group in the order of their names, at most
 * `most`. PHW_EINPUT when it is no group, malformed or holds more. */
PHW_MUST_USE phw_status phw_h5_list(const phw_h5_file *file, uint64_t group,
                                    phw_h5_link *out, size_t *n, size_t most);

PHW_END_C

#endif
