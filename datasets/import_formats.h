/** @file
 * The formats of others' measurements that can be read, and reading them.
 */
#ifndef PHW_DATASETS_IMPORT_FORMATS_H
#define PHW_DATASETS_IMPORT_FORMATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/import_format.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_import_format *const *phw_import_format_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_import_format_find(const phw_import_format **out,
                                                       const char *name);

/** The entry whose form the file's content has, NULL when none or it can't be read. */
PHW_API const phw_import_format *phw_import_matches(const char *path);

/** Reads a file into traces, given back with phw_import_free(). `options` may be NULL.
 * What can be left out (a record cut short at the file's end, a duplicate, bytes that
 * are no record) is skipped and counted by reason. PHW_EINPUT names file, offset and
 * field, or says that the content is no format known here; PHW_EARG for an option that
 * is none. */
PHW_API PHW_MUST_USE phw_status phw_import_read(phw_import *out, const char *path,
                                                const phw_import_options *options);

/** The same of byte[n] in memory; `name` stands for the file in messages and origin.
 * Formats that a library reads by path take the file of that name. */
PHW_API PHW_MUST_USE phw_status phw_import_parse(phw_import *out, const uint8_t *byte,
                                                 size_t n, const char *name,
                                                 const phw_import_options *options);

/** How many records were skipped, whatever the reason. */
PHW_API uint64_t phw_import_skipped(const phw_import *import);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_import_free(phw_import *import);

PHW_END_C

#endif
