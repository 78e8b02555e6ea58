/** @file
 * Where the files of a tar archive lie (POSIX.1-2001 pax, ustar, and GNU's long names),
 * so that they are read in place.
 */
#ifndef PHW_DATASETS_TAR_H
#define PHW_DATASETS_TAR_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/status.h"

/** Most entries of one archive. */
#define PHW_TAR_ENTRIES_MAX 100000

/** A regular file in an archive. */
typedef struct phw_tar_entry {
    char *name; /**< as it was written, less a leading "./" */
    uint64_t offset;
    uint64_t size; /**< offset + size lies within the archive */
} phw_tar_entry;

/** Entries in their order. A zeroed one may be freed. */
typedef struct phw_tar {
    phw_tar_entry *entry;
    size_t n;
} phw_tar;

/** Lists the regular files of an archive of `size` bytes, which ends with two blocks of
 * zeros or with its last entry. PHW_EINPUT names the byte: a checksum that is wrong, an
 * entry that is cut short, a size that is no number; PHW_ENOMEM. To be freed. */
PHW_MUST_USE phw_status phw_tar_parse(phw_tar *out, FILE *stream, uint64_t size);

/** The same of a file. */
PHW_MUST_USE phw_status phw_tar_read(phw_tar *out, const char *path);

/** The last entry of that name, as tar takes it; NULL when there is none. */
const phw_tar_entry *phw_tar_find(const phw_tar *t, const char *name);

/** Gives back; the struct is zero afterwards. */
void phw_tar_free(phw_tar *t);

#endif
