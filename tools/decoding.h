/** @file
 * What the `decode` commands do alike: a recording is read window by window, each gives
 * rows, and the rows are printed at the end.
 */
#ifndef PHW_TOOLS_DECODING_H
#define PHW_TOOLS_DECODING_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/option.h"
#include "tools/result.h"
#include "tools/sample_source.h"
#include "tools/sample_window.h"

/** One decoding: what a decoder's functions see of it. */
typedef struct phw_decoding {
    phw_sample_source *source;
    phw_sample_window window;
    double rate_hz;
    size_t size;  /**< of the window; prepare() sets it */
    size_t reach; /**< < size: what begins so far before the window's end may be cut
                     off, and is left to the next; prepare() sets it */
    size_t safe;  /**< what begins before it in this window is taken */
    size_t done;  /**< samples of this window that the next leaves out */
    json_t *rows;
    uint64_t n_rows;
    uint64_t n_samples; /**< of the recording, once it is read */
} phw_decoding;

/** What is particular to one command; `own` is its state. */
typedef struct phw_decoder {
    const char *rows; /**< name of the rows in the result */
    /** Reads the arguments, the source being open. */
    phw_status (*prepare)(void *own, phw_decoding *d, const phw_arguments *arguments);
    /** Takes what begins in the window's safe part. */
    phw_status (*decode)(void *own, phw_decoding *d);
    /** Sets the fields between the first ones and the rows. */
    void (*report)(const void *own, const phw_decoding *d, phw_result *r);
    /** Fails, saying that the recording `name` gave no row. */
    phw_status (*refuse)(const void *own, const phw_decoding *d, const char *name);
} phw_decoder;

/** A new row that begins with start_sample; it belongs to the decoding. NULL, which the
 * setters of a row take, without memory. */
json_t *phw_decoding_row(phw_decoding *d, uint64_t start_sample);

/** What ends at sample `end` of the window is taken: the next begins after it. */
void phw_decoding_pass(phw_decoding *d, uint64_t end);

/** Decodes the recording that the arguments name and prints the result. What `own`
 * holds stays the caller's. */
PHW_MUST_USE phw_status phw_decoding_run(const phw_decoder *decoder, void *own,
                                         const phw_arguments *arguments);

#endif
