/** @file
 * Schemes: files that name the parts of a way to make a key, as the options of
 * `phyward keygen` do, so that a paper's scheme has one name wherever it is measured.
 *
 * A line is `option: value`; `description` and `reference` are for people. What a
 * scheme does not say stays as it is without one.
 */
#ifndef PHW_TOOLS_SCHEME_H
#define PHW_TOOLS_SCHEME_H

#include <stddef.h>

#include "core/status.h"
#include "tools/option.h"

/** Most options that one scheme sets. */
#define PHW_SCHEME_SETTINGS_MAX 32

/** One option that is set. */
typedef struct phw_scheme_setting {
    char option[32];
    char value[224];
    int line; /**< of the file, from 1 */
} phw_scheme_setting;

/** A scheme, plain data. */
typedef struct phw_scheme {
    char name[128]; /**< of one that comes with phyward; of others the path, cut */
    char description[256];
    char reference[256];
    phw_scheme_setting setting[PHW_SCHEME_SETTINGS_MAX];
    size_t n;
} phw_scheme;

/** --scheme of a command that has PHW_OPTIONS_KEYGEN. */
#define PHW_OPTION_SCHEME                                                            \
    {                                                                                \
        .param = {.name = "scheme",                                                  \
                  .summary = "a scheme by name, or its file; other options come "    \
                             "before what it says"},                                 \
        .kind = PHW_OPTION_TEXT, .placeholder = "NAME|FILE.yaml", .family = "scheme" \
    }

/** Reads a scheme by its name, or the file of a path: what has a slash or ends in
 * ".yaml". PHW_EARG for an unknown name; PHW_EINPUT names file, line and option. */
PHW_MUST_USE phw_status phw_scheme_read(phw_scheme *out, const char *name_or_path);

/** Reads `size` bytes of `text`, which has a zero after its last, as the scheme or file
 * of that name. PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_scheme_parse(phw_scheme *out, const char *name,
                                         const char *text, size_t size);

/** Sets the scheme's options in the arguments but for those that were given. The
 * arguments then point into the scheme, too. Only those of `allowed` may be set, which
 * has `n_allowed`, no LIST among them. PHW_EINPUT names line and option. */
PHW_MUST_USE phw_status phw_scheme_apply(phw_arguments *inout, const phw_scheme *scheme,
                                         const phw_option *allowed, size_t n_allowed);

#endif
