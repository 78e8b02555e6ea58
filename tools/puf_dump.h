/** @file
 * Dumps of a chip's memory at power-up as commands take them: the file, how long a
 * read-out is, and which are meant.
 */
#ifndef PHW_TOOLS_PUF_DUMP_H
#define PHW_TOOLS_PUF_DUMP_H

#include <stddef.h>

#include "auth/fuzzy_extractor.h"
#include "auth/readouts.h"
#include "core/bits.h"
#include "core/status.h"
#include "tools/option.h"

/** Most bytes of a dump. */
#define PHW_PUF_DUMP_MAX ((size_t)1 << 28)

/** --readout-bytes. */
#define PHW_OPTION_READOUT_BYTES                                             \
    {                                                                        \
        .param = {.name = "readout-bytes",                                   \
                  .unit = "",                                                \
                  .summary = "bytes of a read-out; by default as enrolled, " \
                             "else the whole dump",                          \
                  .min = 1,                                                  \
                  .max = PHW_READOUT_SIZE_MAX,                               \
                  .whole = true},                                            \
        .kind = PHW_OPTION_NUMBER, .placeholder = "N", .no_preset = true     \
    }

/** --index. */
#define PHW_OPTION_READOUT_INDEX                                                 \
    {                                                                            \
        .param = {.name = "index",                                               \
                  .summary = "which read-out, from 0; of several, 0,1,2 or 0-8 " \
                             "or all, the majority of each cell"},               \
        .kind = PHW_OPTION_TEXT, .placeholder = "I,I-I,...", .text_preset = "0"  \
    }

/** --code and --offset. */
#define PHW_OPTION_PUF_CODE                                                      \
    {                                                                            \
        .param = {.name = "code",                                                \
                  .summary = "the code, after repetition:times=R, if repeated"}, \
        .kind = PHW_OPTION_TEXT, .placeholder = "NAME[:p=v],...",                \
        .text_preset = PHW_FUZZY_CODE, .family = "code"                          \
    }

/** --key-bits and --epsilon of a chip's key. */
#define PHW_OPTIONS_PUF_KEY                                                          \
    {.param = {.name = "key-bits",                                                   \
               .unit = "",                                                           \
               .summary = "bits of the key, a multiple of 8",                        \
               .min = PHW_FUZZY_KEY_BITS_MIN,                                        \
               .max = PHW_FUZZY_KEY_BITS_MAX,                                        \
               .preset = PHW_FUZZY_KEY_BITS_MIN,                                     \
               .whole = true},                                                       \
     .kind = PHW_OPTION_NUMBER,                                                      \
     .placeholder = "N"},                                                            \
    {                                                                                \
        .param = {.name = "epsilon",                                                 \
                  .unit = "",                                                        \
                  .summary = "but for the tag, the hashed secret is off uniform by " \
                             "at most 2^-BITS",                                      \
                  .min = 1,                                                          \
                  .max = 256,                                                        \
                  .preset = 64,                                                      \
                  .whole = true},                                                    \
        .kind = PHW_OPTION_NUMBER, .placeholder = "BITS"                             \
    }

/** What of a dump is meant. */
typedef struct phw_puf_dump {
    phw_readouts readouts;
    phw_bits cells;   /**< of --index */
    size_t n_indices; /**< that --index names */
} phw_puf_dump;

/** The read-outs of a file, to be freed. Without --readout-bytes they have `size`
 * bytes, and with a `size` of 0 the file is one. PHW_EINPUT names the path; PHW_ESHORT
 * for read-outs of fewer than PHW_CELL_ENTROPY_MIN cells. */
PHW_MUST_USE phw_status phw_puf_readouts(phw_readouts *out, const char *path,
                                         size_t size, const phw_arguments *arguments);

/** The same with the cells of --index. PHW_EARG for an index that is not there. */
PHW_MUST_USE phw_status phw_puf_dump_read(phw_puf_dump *out, const char *path,
                                          size_t size, const phw_arguments *arguments);

/** Wipes and gives back. */
void phw_puf_dump_free(phw_puf_dump *d);

#endif
